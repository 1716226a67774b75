//! Peers that vanish without a word: a filter drops whatever comes to the client's socket.

use super::disconnects::{ALL, At, Scene};
use super::server::LONG;
use httpapi::net::settings::{KeepAlive, Settings};
use socket2::{SockFilter, SockRef};
use std::time::{Duration, Instant};

/// The client's kernel answers nothing any more.
fn silence(scene: &Scene) {
    const RETURN: u16 = 0x06;
    SockRef::from(&scene.client.0).attach_filter(&[SockFilter::new(RETURN, 0, 0, 0)]).expect("a filter");
}

#[test]
fn a_silent_peer_is_found_when_the_listener_asks_for_it() {
    std::thread::scope(|scope| {
        for at in ALL {
            scope.spawn(move || {
                let settings = Settings {
                    keep_alive: Some(KeepAlive {
                        idle: Duration::from_secs(1),
                        interval: Duration::from_secs(1),
                        probes: 2,
                    }),
                    user_timeout: Some(Duration::from_millis(1500)),
                    ..Settings::default()
                };
                let scene = Scene::new(at, settings);
                silence(&scene);
                let until = Instant::now() + LONG;
                while scene.connection.is_connected() && Instant::now() < until {
                    std::thread::sleep(Duration::from_millis(10));
                }
                let failed = match at {
                    At::BodyRead => Some("read Err(Reset)"),
                    At::Sending => Some("send Err(Reset)"),
                    _ => None,
                };
                let expected: Vec<&str> = ["watch Ok(Bytes(0))", "lost"].into_iter().chain(failed).collect();
                scene.told(&expected, &format!("{at:?}"));
            });
        }
    });
}

#[test]
fn nobody_asks_by_default() {
    let scene = Scene::new(At::Processing, Settings::default());
    silence(&scene);
    std::thread::sleep(Duration::from_millis(2500));
    assert!(scene.connection.is_connected());
    scene.told(&[], "");
}
