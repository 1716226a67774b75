//! What the two ends agree upon.

use super::*;
use crate::wire::client::End;
use httpapi::net::proxy::Proxies;
use httpapi::net::tls::client::{Purpose, Roots};
use rustls::{HandshakeKind, ProtocolVersion};
use std::net::{IpAddr, Ipv4Addr};

/// Says what was agreed upon.
fn told(exchange: &Exchange) {
    let session = exchange.connection().session().expect("a session");
    let protocol = session.protocol.as_deref().map(|protocol| String::from_utf8_lossy(protocol).into_owned());
    let client = session.client.as_ref().map(|client| (client.chain.len(), client.flags));
    let text = format!("{:?} {:?} {protocol:?} {} {client:?}", session.version, session.server_name, session.resumed);
    let _ = exchange.answer("200 OK", text.as_bytes(), false);
}

fn ask(client: &mut Client) -> String {
    client.send(GET);
    let head = client.read(39);
    let length: usize = head.get(33..35).and_then(|digits| digits.parse().ok()).unwrap_or_default();
    client.read(length)
}

fn only(version: &'static rustls::SupportedProtocolVersion) -> ClientConfig {
    let usual = usual_client();
    let builder = ClientConfig::builder_with_provider(usual.crypto_provider().clone());
    let mut roots = rustls::RootCertStore::empty();
    roots.add(crate::wire::layer::tls::OWN.cert.der().clone()).expect("a root");
    builder.with_protocol_versions(&[version]).expect("a version").with_root_certificates(roots).with_no_client_auth()
}

#[test]
fn versions_are_those_of_the_terms() {
    for (tls12, tls13) in [(true, true), (true, false), (false, true)] {
        let server = serve(&Terms { tls12, tls13, ..Terms::default() }, Settings::default(), told);
        for (version, allowed) in [(&rustls::version::TLS12, tls12), (&rustls::version::TLS13, tls13)] {
            let (mut client, end) = connect(server.address(), &Arc::new(only(version)));
            let text = ask(&mut client);
            assert_eq!(text.starts_with("TLSv1_"), allowed, "{tls12} {tls13} {version:?} {text}");
            assert!(!allowed || end.connection().protocol_version() == Some(version.version));
        }
    }
}

#[test]
fn the_layer_above_knows_what_was_agreed_upon() {
    let server = serve(&Terms::default(), Settings::default(), told);
    let mut config = usual_client();
    config.alpn_protocols = vec![b"http/1.1".to_vec()];
    let (mut client, end) = connect(server.address(), &Arc::new(config));
    assert_eq!(ask(&mut client), "TLSv1_3 Some(\"localhost\") Some(\"http/1.1\") false None");
    assert_eq!(end.connection().protocol_version(), Some(ProtocolVersion::TLSv1_3));
    // Whoever speaks something else alone is refused; whoever says nothing speaks HTTP/1.1.
    let mut config = usual_client();
    config.alpn_protocols = vec![b"http/1.0".to_vec()];
    let (mut client, _) = connect(server.address(), &Arc::new(config));
    client.send(GET);
    let (text, end) = client.read_all();
    assert!(!text.starts_with("HTTP") && end == End::Never, "an alert: {text}");
    assert!(text.contains("NoApplicationProtocol"), "{text}");
}

#[test]
fn sessions_go_on_where_the_terms_allow_it() {
    for (tickets, keeps_sessions) in [(false, true), (true, true), (true, false), (false, false)] {
        let server = serve(&Terms { tickets, keeps_sessions, ..Terms::default() }, Settings::default(), told);
        for version in [&rustls::version::TLS12, &rustls::version::TLS13] {
            let mut config = only(version);
            // Nobody may send a request again that somebody else has sent.
            config.enable_early_data = true;
            let config = Arc::new(config);
            for again in [false, true, true] {
                let (mut client, end) = connect(server.address(), &config);
                assert!(end.connection().early_data().is_none(), "0-RTT");
                let text = ask(&mut client);
                let resumed = again && (tickets || keeps_sessions);
                let at = format!("{tickets} {keeps_sessions} {version:?} {again} {text}");
                assert!(text.contains(&format!("{resumed} None")), "{at}");
                let kind = end.connection().handshake_kind();
                assert_eq!(kind == Some(HandshakeKind::Resumed), resumed, "{at} {kind:?}");
            }
        }
    }
}

#[test]
fn certificates_of_clients_are_asked_for_and_judged() {
    let authority = rcgen::KeyPair::generate().expect("a key");
    let mut root = rcgen::CertificateParams::new(Vec::new()).expect("parameters");
    root.is_ca = rcgen::IsCa::Ca(rcgen::BasicConstraints::Unconstrained);
    root.distinguished_name.push(rcgen::DnType::CommonName, "root");
    let root_certificate = root.self_signed(&authority).expect("a certificate");
    let issuer = rcgen::Issuer::new(root, authority);
    let made = |usage: rcgen::ExtendedKeyUsagePurpose, until: i32| {
        let key = rcgen::KeyPair::generate().expect("a key");
        let mut wanted = rcgen::CertificateParams::new(Vec::new()).expect("parameters");
        wanted.extended_key_usages = vec![usage];
        wanted.not_after = rcgen::date_time_ymd(until, 1, 1);
        let certificate = wanted.signed_by(&key, &issuer).expect("a certificate");
        (certificate, key)
    };
    let (roots, ignored) = Roots::new(vec![root_certificate.der().clone()], Purpose::Clients);
    assert_eq!(ignored, 0);
    let terms = Terms { client_roots: Some(Arc::new(roots)), ..Terms::default() };
    let server = serve(&terms, Settings::default(), told);
    let own = rcgen::generate_simple_self_signed(Vec::new()).expect("a certificate");
    let own_authority = rcgen::KeyPair::generate().expect("a key");
    let mut wanted = rcgen::CertificateParams::new(Vec::new()).expect("parameters");
    wanted.is_ca = rcgen::IsCa::Ca(rcgen::BasicConstraints::Unconstrained);
    let own_root = wanted.self_signed(&own_authority).expect("a certificate");
    let client = rcgen::ExtendedKeyUsagePurpose::ClientAuth;
    for (pair, flags) in [
        (Some(made(client.clone(), 2090)), 0),
        (Some(made(client, 2020)), 0x800B_0101_u32),
        (Some(made(rcgen::ExtendedKeyUsagePurpose::ServerAuth, 2090)), 0x800B_0110),
        (Some((own.cert, own.signing_key)), 0x800B_0109),
        (Some((own_root, own_authority)), 0x800B_0109),
        (None, 0),
    ] {
        let expected = pair.as_ref().map(|_| (1, flags));
        let config = match pair {
            None => usual_client(),
            Some((certificate, key)) => {
                let key = rustls::pki_types::PrivateKeyDer::try_from(key.serialize_der()).expect("a key");
                trusting().with_client_auth_cert(vec![certificate.der().clone()], key).expect("a client")
            }
        };
        let config = Arc::new(config);
        // The second time the session goes on, and the certificate with it.
        for _ in 0..2 {
            let (mut client, _) = connect(server.address(), &config);
            let text = ask(&mut client);
            assert!(text.ends_with(&format!("{expected:?}")), "{text} {expected:?}");
        }
    }
}

#[test]
fn a_proxy_has_its_say_before_the_handshake() {
    let proxies = Proxies::new(vec![(IpAddr::V4(Ipv4Addr::LOCALHOST), 32)]);
    let settings = Settings { proxies: Some(proxies), ..Settings::default() };
    let server = serve(&Terms::default(), settings, |exchange| {
        let _ = exchange.answer("200 OK", exchange.connection().remote().to_string().as_bytes(), false);
    });
    for split in [false, true] {
        let (mut client, end) = connect(server.address(), &Arc::new(usual_client()));
        let header = b"PROXY TCP4 192.0.2.1 192.0.2.2 4660 80\r\n";
        let mut first = header.to_vec();
        if split {
            std::io::Write::write_all(&mut socket(&client), &first).expect("a server");
            std::thread::sleep(Duration::from_millis(20));
        } else {
            end.connection().write_tls(&mut first).expect("memory");
            std::io::Write::write_all(&mut socket(&client), &first).expect("a server");
        }
        assert_eq!(ask(&mut client), "192.0.2.1:4660");
    }
    let mut plain = raw(server.address());
    plain.send(GET);
    assert_eq!(plain.read_all().0, "");
}
