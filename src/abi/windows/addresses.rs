//! `ws2def.h`, `ws2ipdef.h`: socket addresses, which are the platform's own.
//!
//! The C side is `<sys/socket.h>` and `<netinet/in.h>`; the shapes here say what
//! the library relies on.

use super::basetypes::*;

pub type ADDRESS_FAMILY = USHORT;

#[repr(C)]
#[derive(Clone, Copy)]
pub struct SOCKADDR {
    pub sa_family: ADDRESS_FAMILY,
    pub sa_data: [CHAR; 14],
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct IN_ADDR {
    pub s_addr: ULONG,
}

#[repr(C, align(4))]
#[derive(Clone, Copy)]
pub struct IN6_ADDR {
    pub s6_addr: [UCHAR; 16],
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct SOCKADDR_IN {
    pub sin_family: ADDRESS_FAMILY,
    pub sin_port: USHORT,
    pub sin_addr: IN_ADDR,
    pub sin_zero: [CHAR; 8],
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct SOCKADDR_IN6 {
    pub sin6_family: ADDRESS_FAMILY,
    pub sin6_port: USHORT,
    pub sin6_flowinfo: ULONG,
    pub sin6_addr: IN6_ADDR,
    pub sin6_scope_id: ULONG,
}

#[repr(C, align(8))]
#[derive(Clone, Copy)]
pub struct SOCKADDR_STORAGE {
    pub ss_family: ADDRESS_FAMILY,
    pub __ss_padding: [CHAR; 118],
    pub __ss_align: u64,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub union SOCKADDR_INET {
    pub Ipv4: SOCKADDR_IN,
    pub Ipv6: SOCKADDR_IN6,
    pub si_family: ADDRESS_FAMILY,
}

crate::declare! {
    /// The platform's `struct sockaddr`.
    shape SOCKADDR, PSOCKADDR, LPSOCKADDR {
        "sa_family" => sa_family;
        "sa_data" => sa_data;
        c "
typedef struct sockaddr SOCKADDR, *PSOCKADDR, *LPSOCKADDR;
"
    }

    shape IN_ADDR, PIN_ADDR, LPIN_ADDR {
        "s_addr" => s_addr;
        c "
typedef struct in_addr IN_ADDR, *PIN_ADDR, *LPIN_ADDR;
"
    }

    shape IN6_ADDR, PIN6_ADDR, LPIN6_ADDR {
        "s6_addr" => s6_addr;
        c "
typedef struct in6_addr IN6_ADDR, *PIN6_ADDR, *LPIN6_ADDR;
"
    }

    shape SOCKADDR_IN, PSOCKADDR_IN, LPSOCKADDR_IN {
        "sin_family" => sin_family;
        "sin_port" => sin_port;
        "sin_addr" => sin_addr;
        "sin_zero" => sin_zero;
        c "
typedef struct sockaddr_in SOCKADDR_IN, *PSOCKADDR_IN, *LPSOCKADDR_IN;
"
    }

    shape SOCKADDR_IN6, PSOCKADDR_IN6, LPSOCKADDR_IN6 {
        "sin6_family" => sin6_family;
        "sin6_port" => sin6_port;
        "sin6_flowinfo" => sin6_flowinfo;
        "sin6_addr" => sin6_addr;
        "sin6_scope_id" => sin6_scope_id;
        c "
typedef struct sockaddr_in6 SOCKADDR_IN6, *PSOCKADDR_IN6, *LPSOCKADDR_IN6;
"
    }

    /// Room for an address of any family; `__ss_align` stands last here, as the
    /// platform has it, and at offset 8 on Windows.
    shape SOCKADDR_STORAGE, PSOCKADDR_STORAGE, LPSOCKADDR_STORAGE {
        "ss_family" => ss_family;
        "__ss_align" => __ss_align;
        c "
typedef struct sockaddr_storage SOCKADDR_STORAGE, *PSOCKADDR_STORAGE, *LPSOCKADDR_STORAGE;
"
    }

    /// An address of either Internet family.
    shape SOCKADDR_INET, PSOCKADDR_INET {
        "Ipv4" => Ipv4;
        "Ipv6" => Ipv6;
        "si_family" => si_family;
        c "
typedef union _SOCKADDR_INET {
    SOCKADDR_IN Ipv4;
    SOCKADDR_IN6 Ipv6;
    ADDRESS_FAMILY si_family;
} SOCKADDR_INET, *PSOCKADDR_INET;
"
    }

    /// An address and its length.
    structure SOCKET_ADDRESS, PSOCKET_ADDRESS, LPSOCKET_ADDRESS {
        lpSockaddr: LPSOCKADDR;
        iSockaddrLength: INT;
    }

    structure SOCKET_ADDRESS_LIST, PSOCKET_ADDRESS_LIST, LPSOCKET_ADDRESS_LIST {
        iAddressCount: INT;
        Address: [SOCKET_ADDRESS; 1];
    }

    /// A buffer of `WSASend` and `WSARecv`.
    structure WSABUF, LPWSABUF {
        len: ULONG;
        buf: PCHAR;
    }
}
