// disconnect_watch.cpp: one pending wait for each connection, completed when it goes away.
#include "stdafx.h"
#include <map>
#include <set>

#define HTTP_WAIT_KEY ((ULONG_PTR) 1)

class CConnectionWatcher
{
    struct WAIT : OVERLAPPED
    {
        HTTP_CONNECTION_ID   ConnectionId;
        CConnectionWatcher * pOwner;
        std::set<HTTP_REQUEST_ID> Requests;
    };

    typedef std::map<HTTP_CONNECTION_ID, WAIT *> WAITS;

    HANDLE m_hQueue;
    HANDLE m_hPort;
    HANDLE m_hThread;
    HANDLE m_hMutex;
    WAITS  m_waits;
    volatile LONG m_cDisconnects;

    CConnectionWatcher(const CConnectionWatcher &);
    void operator=(const CConnectionWatcher &);

public:
    CConnectionWatcher() : m_hQueue(NULL), m_hPort(NULL), m_hThread(NULL), m_hMutex(NULL), m_cDisconnects(0) {}

    ~CConnectionWatcher()
    {
        if (m_hThread != NULL)
        {
            PostQueuedCompletionStatus(m_hPort, 0, 0, NULL);
            switch (WaitForSingleObject(m_hThread, 5 * 1000))
            {
            case WAIT_OBJECT_0:
            case WAIT_ABANDONED:
                break;
            case WAIT_TIMEOUT:
            case WAIT_FAILED:
                ASSERT(FALSE);
                break;
            }
            CloseHandle(m_hThread);
        }
        if (m_hPort) CloseHandle(m_hPort);
        if (m_hMutex) CloseHandle(m_hMutex);
    }

    DWORD Open(HANDLE hQueue)
    {
        m_hQueue = hQueue;
        m_hMutex = CreateMutex(NULL, FALSE, NULL);
        m_hPort = CreateIoCompletionPort(hQueue, NULL, HTTP_WAIT_KEY, 0);
        if (m_hPort == NULL)
            return GetLastError();
        m_hThread = CreateThread(NULL, 0, &CConnectionWatcher::ThreadProc, this, CREATE_SUSPENDED, NULL);
        return m_hThread && ResumeThread(m_hThread) != (DWORD) -1 ? ERROR_SUCCESS : GetLastError();
    }

    // Prepares the OVERLAPPED for a wait; TRUE when one has to be posted.
    BOOL Prepare(PHTTP_REQUEST pRequest, LPOVERLAPPED *ppOverlapped)
    {
        WaitForSingleObject(m_hMutex, INFINITE);
        WAIT *&pWait = m_waits[pRequest->ConnectionId];
        BOOL fNew = pWait == NULL;
        if (fNew)
        {
            pWait = new WAIT();
            pWait->ConnectionId = pRequest->ConnectionId;
            pWait->pOwner = this;
        }
        pWait->Requests.insert(pRequest->RequestId);
        *ppOverlapped = pWait;
        ReleaseMutex(m_hMutex);
        return fNew;
    }

    // What the call said: only a pending or skipped completion keeps the entry.
    void Posted(ULONG ulResult, LPOVERLAPPED pOverlapped)
    {
        if (ulResult != ERROR_IO_PENDING && ulResult != NO_ERROR)
            Disconnected(static_cast<WAIT *>(pOverlapped), ulResult);
    }

    void Cancel(LPOVERLAPPED pOverlapped)
    {
        if (!HasOverlappedIoCompleted(pOverlapped) && !CancelIoEx(m_hQueue, pOverlapped) && GetLastError() != ERROR_NOT_FOUND)
            InterlockedIncrement(&m_cDisconnects);
    }

private:
    void Disconnected(WAIT *pWait, DWORD dwError)
    {
        switch (dwError)
        {
        case ERROR_OPERATION_ABORTED:
        case ERROR_CONNECTION_INVALID:
        case ERROR_NETNAME_DELETED:
        case ERROR_CONNECTION_ABORTED:
            break;
        default:
            InterlockedExchangeAdd(&m_cDisconnects, 1);
        }
        m_waits.erase(pWait->ConnectionId);
        delete pWait;
    }

    static DWORD WINAPI ThreadProc(LPVOID lpParameter)
    {
        CConnectionWatcher *pThis = (CConnectionWatcher *) lpParameter;
        OVERLAPPED_ENTRY rgEntries[16];
        ULONG cEntries;
        while (GetQueuedCompletionStatusEx(pThis->m_hPort, rgEntries, ARRAYSIZE(rgEntries), &cEntries, INFINITE, FALSE))
        {
            for (ULONG i = 0; i < cEntries; ++i)
            {
                if (rgEntries[i].lpOverlapped == NULL)
                    return 0;
                WAIT *pWait = static_cast<WAIT *>(rgEntries[i].lpOverlapped);
                DWORD cb;
                BOOL fOk = GetOverlappedResult(pThis->m_hQueue, pWait, &cb, FALSE);
                pThis->Disconnected(pWait, fOk ? ERROR_SUCCESS : GetLastError());
            }
        }
        return GetLastError();
    }
};

DWORD Watch(HANDLE hQueue, PHTTP_REQUEST pRequest)
{
    static CConnectionWatcher s_watcher;
    LPOVERLAPPED pOverlapped;
    DWORD dwError = s_watcher.Open(hQueue);
    if (dwError == ERROR_SUCCESS && s_watcher.Prepare(pRequest, &pOverlapped))
        s_watcher.Posted(ERROR_IO_PENDING, pOverlapped);
    return dwError;
}
