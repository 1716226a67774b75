//! HttpQueryRequestProperty and HttpSetRequestProperty: what the connection of a request tells
//! of itself, and takes.

use super::operation::{Answer, Ended, Style, finish};
use super::queue::RequestQueue;
use super::request;
use crate::abi::http::*;
use crate::abi::windows::*;
use crate::net::connection::Connection;
use std::sync::Arc;
use std::time::Duration;

/// The value of a property.
#[derive(Clone)]
pub enum Value {
    Isb(ULONG64),
    TcpInfoV0(TCP_INFO_v0),
    TcpInfoV1(TCP_INFO_v1),
    IdleTimeout(HTTP_REQUEST_TRANSPORT_IDLE_CONNECTION_TIMEOUT_INFO),
    Dscp(HTTP_REQUEST_DSCP_INFO),
    Sni(Box<HTTP_REQUEST_PROPERTY_SNI>),
    CipherInfo(Box<SecPkgContext_CipherInfo>),
    StreamError(HTTP_REQUEST_PROPERTY_STREAM_ERROR),
}

const MOST_DSCP: BYTE = 0x3F;

/// TCPI_OPT_TIMESTAMPS.
const TIMESTAMPS: u8 = 1;

/// Whether a qualifier is one, or none. The only ones say how fresh it has to be; it always is.
pub fn is_qualifier(is_null: bool, size: ULONG) -> bool {
    if is_null { size == 0 } else { size as usize >= size_of::<HTTP_QUERY_REQUEST_QUALIFIER_TCP>() }
}

/// Asks for a property. `write` lays it out and says how it went.
pub fn query(
    queue: &Arc<RequestQueue>,
    id: HTTP_OPAQUE_ID,
    property: HTTP_REQUEST_PROPERTY,
    style: Style<'_>,
    write: impl FnOnce(&Value) -> Ended,
) -> Answer {
    let ended = match request::find(queue, id) {
        Some(request) => match value_of(request.connection(), property) {
            Ok(value) => write(&value),
            Err(code) => Ended::with(code),
        },
        None => Ended::with(ERROR_CONNECTION_INVALID),
    };
    finish(queue, style, ended)
}

fn value_of(connection: &Arc<Connection>, property: HTTP_REQUEST_PROPERTY) -> Result<Value, DWORD> {
    let tcp = || connection.tcp_info().map_err(|_| ERROR_CONNECTION_INVALID);
    Ok(match property {
        // As much as may be under way.
        HttpRequestPropertyIsb => {
            let info = tcp()?;
            Value::Isb(u64::from(info.tcpi_snd_cwnd) * u64::from(info.tcpi_snd_mss))
        }
        HttpRequestPropertyTcpInfoV0 => Value::TcpInfoV0(first_version(connection, &tcp()?)),
        HttpRequestPropertyTcpInfoV1 => Value::TcpInfoV1(second_version(connection, &tcp()?)),
        HttpRequestPropertyTransportIdleConnectionTimeout => {
            Value::IdleTimeout(HTTP_REQUEST_TRANSPORT_IDLE_CONNECTION_TIMEOUT_INFO {
                TransportIdleConnectionTimeout: seconds_of(connection.idle_timeout()),
            })
        }
        HttpRequestPropertyDscpTag => {
            let DscpTag = connection.dscp().map_err(|_| ERROR_CONNECTION_INVALID)?;
            Value::Dscp(HTTP_REQUEST_DSCP_INFO { DscpTag })
        }
        HttpRequestPropertySni => Value::Sni(server_name(connection).map(Box::new).ok_or(ERROR_INVALID_FUNCTION)?),
        HttpRequestPropertyTlsCipherInfo => {
            Value::CipherInfo(cipher_info(connection).map(Box::new).ok_or(ERROR_INVALID_FUNCTION)?)
        }
        // They belong to QUIC or HTTP/2, or to a newer TCP than the kernel tells of.
        HttpRequestPropertyQuicStats
        | HttpRequestPropertyWskApiTimings
        | HttpRequestPropertyQuicApiTimings
        | HttpRequestPropertyQuicStatsV2
        | HttpRequestPropertyQuicStreamStats
        | HttpRequestPropertyTcpInfoV2
        | HttpRequestPropertyTlsClientHello => return Err(ERROR_INVALID_FUNCTION),
        _ => return Err(ERROR_INVALID_PARAMETER),
    })
}

#[cfg(feature = "tls")]
fn server_name(connection: &Connection) -> Option<HTTP_REQUEST_PROPERTY_SNI> {
    connection.session().map(super::tls_facts::server_name)
}

#[cfg(not(feature = "tls"))]
fn server_name(_: &Connection) -> Option<HTTP_REQUEST_PROPERTY_SNI> {
    None
}

#[cfg(feature = "tls")]
fn cipher_info(connection: &Connection) -> Option<SecPkgContext_CipherInfo> {
    connection.session().map(super::tls_facts::cipher_info)
}

#[cfg(not(feature = "tls"))]
fn cipher_info(_: &Connection) -> Option<SecPkgContext_CipherInfo> {
    None
}

/// Sets a property.
pub fn set(queue: &Arc<RequestQueue>, id: HTTP_OPAQUE_ID, value: Value, style: Style<'_>) -> Answer {
    let code = match request::find(queue, id) {
        Some(request) => change(request.connection(), value),
        None => ERROR_CONNECTION_INVALID,
    };
    finish(queue, style, Ended::with(code))
}

/// Seconds as the API tells them; 0xFFFF for no limit.
fn seconds_of(time: Duration) -> u16 {
    u16::try_from(time.as_secs()).unwrap_or(u16::MAX)
}

fn change(connection: &Connection, value: Value) -> DWORD {
    match value {
        Value::IdleTimeout(info) => {
            connection.set_idle_timeout(info.TransportIdleConnectionTimeout);
            NO_ERROR
        }
        Value::Dscp(info) if info.DscpTag > MOST_DSCP => ERROR_INVALID_PARAMETER,
        Value::Dscp(info) => connection.set_dscp(info.DscpTag).map_or(ERROR_CONNECTION_INVALID, |()| NO_ERROR),
        Value::StreamError(error) if connection.carrier().is_some() => {
            connection.set_stream_error(error.ErrorCode);
            NO_ERROR
        }
        // There are no streams in HTTP/1.
        Value::StreamError(_) => ERROR_INVALID_FUNCTION,
        Value::Isb(_) | Value::TcpInfoV0(_) | Value::TcpInfoV1(_) | Value::Sni(_) | Value::CipherInfo(_) => {
            ERROR_INVALID_PARAMETER
        }
    }
}

/// What Linux does not count is 0.
fn first_version(connection: &Connection, info: &libc::tcp_info) -> TCP_INFO_v0 {
    TCP_INFO_v0 {
        State: state_of(info.tcpi_state),
        Mss: info.tcpi_snd_mss,
        ConnectionTimeMs: connection.age().as_millis() as ULONG64,
        TimestampsEnabled: info.tcpi_options & TIMESTAMPS,
        RttUs: info.tcpi_rtt,
        MinRttUs: info.tcpi_min_rtt,
        BytesInFlight: info.tcpi_unacked.saturating_mul(info.tcpi_snd_mss),
        Cwnd: info.tcpi_snd_cwnd.saturating_mul(info.tcpi_snd_mss),
        SndWnd: info.tcpi_snd_wnd,
        RcvWnd: info.tcpi_rcv_wnd,
        RcvBuf: info.tcpi_rcv_space,
        BytesOut: info.tcpi_bytes_sent,
        BytesIn: info.tcpi_bytes_received,
        BytesReordered: 0,
        BytesRetrans: ULONG::try_from(info.tcpi_bytes_retrans).unwrap_or(ULONG::MAX),
        FastRetrans: 0,
        DupAcksIn: 0,
        TimeoutEpisodes: info.tcpi_total_rto.into(),
        SynRetrans: 0,
    }
}

/// The times are Linux's; it does not count transitions and bytes.
fn second_version(connection: &Connection, info: &libc::tcp_info) -> TCP_INFO_v1 {
    let first = first_version(connection, info);
    let time = |microseconds: u64| ULONG::try_from(microseconds).unwrap_or(ULONG::MAX);
    let others = info.tcpi_busy_time.saturating_sub(info.tcpi_rwnd_limited).saturating_sub(info.tcpi_sndbuf_limited);
    TCP_INFO_v1 {
        State: first.State,
        Mss: first.Mss,
        ConnectionTimeMs: first.ConnectionTimeMs,
        TimestampsEnabled: first.TimestampsEnabled,
        RttUs: first.RttUs,
        MinRttUs: first.MinRttUs,
        BytesInFlight: first.BytesInFlight,
        Cwnd: first.Cwnd,
        SndWnd: first.SndWnd,
        RcvWnd: first.RcvWnd,
        RcvBuf: first.RcvBuf,
        BytesOut: first.BytesOut,
        BytesIn: first.BytesIn,
        BytesReordered: first.BytesReordered,
        BytesRetrans: first.BytesRetrans,
        FastRetrans: first.FastRetrans,
        DupAcksIn: first.DupAcksIn,
        TimeoutEpisodes: first.TimeoutEpisodes,
        SynRetrans: first.SynRetrans,
        SndLimTransRwin: 0,
        SndLimTimeRwin: time(info.tcpi_rwnd_limited),
        SndLimBytesRwin: 0,
        SndLimTransCwnd: 0,
        SndLimTimeCwnd: time(others),
        SndLimBytesCwnd: 0,
        SndLimTransSnd: 0,
        SndLimTimeSnd: time(info.tcpi_sndbuf_limited),
        SndLimBytesSnd: 0,
    }
}

/// The kernel's states of TCP have other numbers.
fn state_of(state: u8) -> TCPSTATE {
    const STATES: [TCPSTATE; 12] = [
        TCPSTATE_CLOSED,
        TCPSTATE_ESTABLISHED,
        TCPSTATE_SYN_SENT,
        TCPSTATE_SYN_RCVD,
        TCPSTATE_FIN_WAIT_1,
        TCPSTATE_FIN_WAIT_2,
        TCPSTATE_TIME_WAIT,
        TCPSTATE_CLOSED,
        TCPSTATE_CLOSE_WAIT,
        TCPSTATE_LAST_ACK,
        TCPSTATE_LISTEN,
        TCPSTATE_CLOSING,
    ];
    STATES.get(usize::from(state)).copied().unwrap_or(TCPSTATE_CLOSED)
}
