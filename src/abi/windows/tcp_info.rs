//! `mstcpip.h`: what is known about a TCP connection.

use crate::abi::windows::*;

crate::declare! {
    enumeration TCPSTATE {
        TCPSTATE_CLOSED = 0;
        TCPSTATE_LISTEN = 1;
        TCPSTATE_SYN_SENT = 2;
        TCPSTATE_SYN_RCVD = 3;
        TCPSTATE_ESTABLISHED = 4;
        TCPSTATE_FIN_WAIT_1 = 5;
        TCPSTATE_FIN_WAIT_2 = 6;
        TCPSTATE_CLOSE_WAIT = 7;
        TCPSTATE_CLOSING = 8;
        TCPSTATE_LAST_ACK = 9;
        TCPSTATE_TIME_WAIT = 10;
        TCPSTATE_MAX = 11;
    }

    /// Behind HttpRequestPropertyTcpInfoV0. Times in microseconds unless the name says `Ms`.
    structure TCP_INFO_v0, PTCP_INFO_v0 {
        State: TCPSTATE;
        Mss: ULONG;
        ConnectionTimeMs: ULONG64;
        TimestampsEnabled: BOOLEAN;
        RttUs: ULONG;
        MinRttUs: ULONG;
        BytesInFlight: ULONG;
        Cwnd: ULONG;
        SndWnd: ULONG;
        RcvWnd: ULONG;
        RcvBuf: ULONG;
        BytesOut: ULONG64;
        BytesIn: ULONG64;
        BytesReordered: ULONG;
        BytesRetrans: ULONG;
        FastRetrans: ULONG;
        DupAcksIn: ULONG;
        TimeoutEpisodes: ULONG;
        SynRetrans: UCHAR;
    }

    /// Behind HttpRequestPropertyTcpInfoV1: how long which side held the sender back, too.
    structure TCP_INFO_v1, PTCP_INFO_v1 {
        State: TCPSTATE;
        Mss: ULONG;
        ConnectionTimeMs: ULONG64;
        TimestampsEnabled: BOOLEAN;
        RttUs: ULONG;
        MinRttUs: ULONG;
        BytesInFlight: ULONG;
        Cwnd: ULONG;
        SndWnd: ULONG;
        RcvWnd: ULONG;
        RcvBuf: ULONG;
        BytesOut: ULONG64;
        BytesIn: ULONG64;
        BytesReordered: ULONG;
        BytesRetrans: ULONG;
        FastRetrans: ULONG;
        DupAcksIn: ULONG;
        TimeoutEpisodes: ULONG;
        SynRetrans: UCHAR;
        SndLimTransRwin: ULONG;
        SndLimTimeRwin: ULONG;
        SndLimBytesRwin: ULONG64;
        SndLimTransCwnd: ULONG;
        SndLimTimeCwnd: ULONG;
        SndLimBytesCwnd: ULONG64;
        SndLimTransSnd: ULONG;
        SndLimTimeSnd: ULONG;
        SndLimBytesSnd: ULONG64;
    }
}
