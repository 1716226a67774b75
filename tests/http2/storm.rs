//! Many streams of some sessions at the same time, with bodies both ways, on more threads than one: nothing is lost.

use super::client::{ask, connect, run};
use super::server::*;
use http::Request;
use httpapi::net::settings::Settings;
use httpapi::net::throttle::{Bucket, Throttle};
use std::sync::Arc;

/// Bytes that tell which request they belong to.
fn body(number: usize) -> Vec<u8> {
    let length = [0, 1, 100, 5000, 70_000, 300_000][number % 6];
    (0..length).map(|at| (at * 7 + number) as u8).collect()
}

#[test]
fn bodies_both_ways() {
    let server = TestServer::with(Settings::default(), 4, |exchange| {
        let body = exchange.body().expect("a body");
        assert!(exchange.answer("200 OK", &body, false).is_ok());
    });
    let address = server.address();
    let client = move |first: usize| {
        run(async move {
            let session = connect(address).await;
            // With an answer the client knows how many streams there may be.
            ask(&session, Request::put("http://h/").header("content-length", 0).body(()).expect("one"), None)
                .await
                .expect("an answer");
            let asked: Vec<_> = (first..first + 60)
                .map(|number| {
                    let session = session.clone();
                    tokio::spawn(async move {
                        let body = body(number);
                        let request = Request::put("http://h/").header("content-length", body.len());
                        let request = request.body(()).expect("a request");
                        let (head, answer) = ask(&session, request, Some(&body)).await.expect("an answer");
                        assert!(head.status() == 200 && answer == body, "{number}");
                    })
                })
                .collect();
            for one in asked {
                one.await.expect("no panic");
            }
        });
    };
    std::thread::scope(|scope| {
        for number in 0..4 {
            scope.spawn(move || client(number * 1000));
        }
    });
}

/// A limit of bandwidth holds streams back, and lets them go on.
#[test]
fn held_back() {
    let server = TestServer::start(|exchange| {
        let throttle = Throttle::new([Arc::new(Bucket::new(400_000, 20_000))]);
        exchange.connection().use_throttle(Some(&Arc::new(throttle)));
        assert!(exchange.answer("200 OK", &body(5), false).is_ok());
    });
    run(async {
        let session = connect(server.address()).await;
        for _ in 0..2 {
            let request = Request::get("http://h/").body(()).expect("a request");
            assert!(ask(&session, request, None).await.expect("an answer").1 == body(5));
        }
    });
}
