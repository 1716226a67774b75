//! Cooking a URL and finding its prefix take no memory once the first request has passed.
//!
//! A program of its own: it counts what the allocator is asked for.

use httpapi::httpapi::namespace::{Namespace, Route};
use httpapi::httpapi::url_prefix::UrlPrefix;
use httpapi::net::url::{CookedUrl, UrlLimits};
use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;
use std::hint::black_box;
use std::net::SocketAddr;

thread_local! {
    static ALLOCATIONS: Cell<usize> = const { Cell::new(0) };
}

struct Counting;

// SAFETY: the system's allocator does the work.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        let _ = ALLOCATIONS.try_with(|count| count.set(count.get() + 1));
        // SAFETY: the caller promises what the system's allocator wants.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, memory: *mut u8, layout: Layout) {
        // SAFETY: as above.
        unsafe { System.dealloc(memory, layout) }
    }
}

#[global_allocator]
static COUNTING: Counting = Counting;

fn allocations(run: impl FnOnce()) -> usize {
    let before = ALLOCATIONS.get();
    run();
    ALLOCATIONS.get() - before
}

#[test]
fn ascii_takes_no_memory() {
    let local = SocketAddr::from(([127, 0, 0, 1], 80));
    let mut namespace = Namespace::new();
    for host in ["+", "name", "other", "127.0.0.1", "*"] {
        let prefix =
            UrlPrefix::parse(&format!("http://{host}:80/{}/Base/In/", "x".repeat(260))).expect("a good prefix");
        assert_eq!(namespace.add(&prefix, ()), Ok(()));
    }
    let target = format!("/%78{}/Base\\.\\y\\..//IN/{}?a=%20", "x".repeat(259), "deep/".repeat(100));
    let mut url = CookedUrl::default();
    let mut request = || {
        let cooked = url.cook(false, black_box(target.as_bytes()), Some(b"Name"), local, &UrlLimits::default());
        assert_eq!(cooked, Ok(()));
        for path in [url.path(), "/nothing"] {
            black_box(namespace.route(false, local, url.host(), path));
        }
        assert!(matches!(namespace.route(false, local, url.host(), url.path()), Route::Found { .. }));
    };
    assert_ne!(allocations(&mut request), 0, "the first request brings the memory");
    assert_eq!(allocations(&mut request), 0);
}
