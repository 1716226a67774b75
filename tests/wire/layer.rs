//! What lies between HTTP and the socket. Each target of these tests is one kind: `wire` and `wire_https`
//! are made of the same files, and so are `http2` and `http2_tls`.

use httpapi::net::settings::Settings;
use std::io::{self, Read, Write};
use std::net::TcpStream;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Http,
    Https,
}

/// What this target is about.
pub fn kind() -> Kind {
    match env!("CARGO_CRATE_NAME") {
        "wire_https" | "http2_tls" => Kind::Https,
        _ => Kind::Http,
    }
}

/// What a listener is to be set to, besides the rest.
pub fn worn(settings: Settings) -> Settings {
    match kind() {
        Kind::Http => settings,
        Kind::Https => tls::worn(settings),
    }
}

/// A URL of the server as tests write it: with `http`. One with another scheme than it has to have stays as it is.
pub fn spelled(url: &str) -> String {
    match (kind(), url.split_once("://")) {
        (Kind::Https, Some(("https", rest))) => format!("http://{rest}"),
        (Kind::Https, _) => format!("not https: {url}"),
        (Kind::Http, _) => url.to_owned(),
    }
}

/// The client's end of a layer, which several threads may use: some to send, some to receive.
#[derive(Clone)]
pub enum Layer {
    Plain,
    #[cfg(feature = "tls")]
    Tls(std::sync::Arc<tls::ClientEnd>),
}

impl Layer {
    pub fn usual() -> Self {
        match kind() {
            Kind::Http => Self::Plain,
            #[cfg(feature = "tls")]
            Kind::Https => Self::Tls(std::sync::Arc::new(tls::ClientEnd::usual())),
            #[cfg(not(feature = "tls"))]
            Kind::Https => panic!("built without TLS"),
        }
    }

    /// Agrees with the server on how to go on, where it wants to.
    pub fn begin(&self, _stream: &TcpStream) {
        match self {
            Self::Plain => {}
            #[cfg(feature = "tls")]
            Self::Tls(end) => drop(end.shake(_stream)),
        }
    }

    pub fn send(&self, mut stream: &TcpStream, bytes: &[u8]) -> io::Result<()> {
        match self {
            Self::Plain => stream.write_all(bytes),
            #[cfg(feature = "tls")]
            Self::Tls(end) => end.send(stream, bytes),
        }
    }

    /// An error is also an end that somebody may have made for the server.
    pub fn receive(&self, mut stream: &TcpStream, into: &mut [u8]) -> io::Result<usize> {
        match self {
            Self::Plain => stream.read(into),
            #[cfg(feature = "tls")]
            Self::Tls(end) => end.receive(stream, into),
        }
    }

    /// Says that nothing more comes, before the socket does.
    pub fn end(&self, _stream: &TcpStream) {
        match self {
            Self::Plain => {}
            #[cfg(feature = "tls")]
            Self::Tls(end) => end.end(_stream),
        }
    }
}

#[cfg(not(feature = "tls"))]
mod tls {
    pub fn worn(_: super::Settings) -> super::Settings {
        panic!("built without TLS")
    }
}

#[cfg(feature = "tls")]
pub mod tls {
    use httpapi::net::settings::Settings;
    use httpapi::net::tls::{Hello, Identities, Identity, Terms};
    use parking_lot::Mutex;
    use rcgen::{CertifiedKey, KeyPair};
    use rustls::pki_types::{PrivateKeyDer, ServerName};
    use rustls::{ClientConfig, ClientConnection, RootCertStore};
    use std::io::{self, ErrorKind, Read, Write};
    use std::net::TcpStream;
    use std::sync::{Arc, LazyLock};

    /// A certificate for `localhost` that its clients know.
    pub static OWN: LazyLock<CertifiedKey<KeyPair>> =
        LazyLock::new(|| rcgen::generate_simple_self_signed(vec!["localhost".to_owned()]).expect("a certificate"));

    static CLIENTS: LazyLock<Arc<ClientConfig>> = LazyLock::new(|| {
        let mut config = trusting().with_no_client_auth();
        if env!("CARGO_CRATE_NAME") == "http2_tls" {
            config.alpn_protocols = vec![b"h2".to_vec()];
        }
        Arc::new(config)
    });

    pub fn trusting() -> rustls::ConfigBuilder<ClientConfig, rustls::client::WantsClientCert> {
        let mut roots = RootCertStore::empty();
        roots.add(OWN.cert.der().clone()).expect("a root");
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let builder = ClientConfig::builder_with_provider(provider).with_safe_default_protocol_versions();
        builder.expect("versions").with_root_certificates(roots)
    }

    /// One identity for everybody.
    #[derive(Debug)]
    pub struct Only(pub Option<Arc<Identity>>);

    impl Identities for Only {
        fn find(&self, _: Hello<'_>) -> Option<Arc<Identity>> {
            self.0.clone()
        }
    }

    pub fn identity(terms: &Terms) -> Arc<Identity> {
        let key = PrivateKeyDer::try_from(OWN.signing_key.serialize_der()).expect("a key");
        Arc::new(Identity::new(vec![OWN.cert.der().clone()], key, terms).expect("an identity"))
    }

    pub fn worn(settings: Settings) -> Settings {
        static IDENTITY: LazyLock<Arc<Identity>> = LazyLock::new(|| identity(&Terms::default()));
        Settings { tls: Some(Arc::new(Only(Some(IDENTITY.clone())))), ..settings }
    }

    pub struct ClientEnd {
        connection: Mutex<ClientConnection>,
        /// What has come and was not looked at, since what came before it is not read yet.
        ahead: Mutex<Vec<u8>>,
        /// Records go out in the order in which they were made.
        sending: Mutex<()>,
    }

    impl ClientEnd {
        pub fn usual() -> Self {
            Self::with(CLIENTS.clone())
        }

        pub fn with(config: Arc<ClientConfig>) -> Self {
            let name = ServerName::try_from("localhost").expect("a name");
            let connection = ClientConnection::new(config, name).expect("a client");
            Self { connection: Mutex::new(connection), ahead: Mutex::default(), sending: Mutex::default() }
        }

        #[allow(dead_code, reason = "only the tests of TLS look at it")]
        pub fn connection(&self) -> parking_lot::MutexGuard<'_, ClientConnection> {
            self.connection.lock()
        }

        pub fn shake(&self, stream: &TcpStream) -> io::Result<()> {
            let mut connection = self.connection.lock();
            while connection.is_handshaking() {
                connection.complete_io(&mut Retrying(stream))?;
            }
            Ok(())
        }

        pub fn send(&self, mut stream: &TcpStream, bytes: &[u8]) -> io::Result<()> {
            self.shake(stream)?;
            let _order = self.sending.lock();
            for piece in bytes.chunks(16 << 10) {
                // The lock is free while the socket has no room: somebody may want to read.
                let mut out = Vec::new();
                let mut connection = self.connection.lock();
                connection.writer().write_all(piece)?;
                while connection.wants_write() {
                    connection.write_tls(&mut out)?;
                }
                drop(connection);
                stream.write_all(&out)?;
            }
            Ok(())
        }

        pub fn receive(&self, mut stream: &TcpStream, into: &mut [u8]) -> io::Result<usize> {
            self.shake(stream)?;
            loop {
                match self.connection.lock().reader().read(into) {
                    Err(error) if error.kind() == ErrorKind::WouldBlock => {}
                    other => return other,
                }
                let mut bytes = std::mem::take(&mut *self.ahead.lock());
                if bytes.is_empty() {
                    bytes.resize(4096, 0);
                    let count = stream.read(&mut bytes)?;
                    bytes.truncate(count);
                }
                let mut connection = self.connection.lock();
                let mut from = &bytes[..];
                loop {
                    connection.read_tls(&mut from)?;
                    let state = connection.process_new_packets();
                    let state = state.map_err(|error| io::Error::new(ErrorKind::InvalidData, error))?;
                    if from.is_empty() || state.plaintext_bytes_to_read() > 0 {
                        break;
                    }
                }
                *self.ahead.lock() = from.to_vec();
            }
        }

        pub fn end(&self, mut stream: &TcpStream) {
            if self.shake(stream).is_err() {
                return;
            }
            let _order = self.sending.lock();
            let mut out = Vec::new();
            let mut connection = self.connection.lock();
            connection.send_close_notify();
            while connection.wants_write() && connection.write_tls(&mut out).is_ok() {}
            drop(connection);
            // Whoever has gone need not be told.
            let _ = stream.write_all(&out);
            self.take_what_is_there(stream);
        }

        /// What is not read when a socket is closed makes it a reset: tickets that nobody has waited for, too.
        fn take_what_is_there(&self, mut stream: &TcpStream) {
            let mut piece = [0; 4096];
            stream.set_nonblocking(true).expect("a socket");
            while self.connection.lock().wants_read()
                && let Ok(count @ 1..) = stream.read(&mut piece)
            {
                let mut connection = self.connection.lock();
                let looked = connection.read_tls(&mut &piece[..count]);
                if looked.is_err() || connection.process_new_packets().is_err() {
                    break;
                }
            }
            stream.set_nonblocking(false).expect("a socket");
        }
    }

    /// A short patience for answers is none for handshakes.
    struct Retrying<'a>(&'a TcpStream);

    impl Read for Retrying<'_> {
        fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
            for _ in 0..100 {
                match self.0.read(into) {
                    Err(error) if error.kind() == ErrorKind::WouldBlock => {}
                    other => return other,
                }
            }
            Err(ErrorKind::TimedOut.into())
        }
    }

    impl Write for Retrying<'_> {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0.write(bytes)
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }
}
