//! Handles that are made, used and closed at the same time.

use httpapi::win32::handle_table::{CloseError, HandleTable};
use httpapi::win32::object::Object;
use loom::thread;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

/// An object that counts what it was told. The counts are not part of the model.
#[derive(Default)]
struct Thing {
    opened: AtomicUsize,
    closed: AtomicUsize,
}

impl Object for Thing {
    fn handle_opened(&self) {
        self.opened.fetch_add(1, Ordering::Relaxed);
    }

    fn handle_closed(&self) {
        self.closed.fetch_add(1, Ordering::Relaxed);
    }
}

#[test]
fn one_of_two_closes_a_handle() {
    loom::model(|| {
        let table = Arc::new(HandleTable::new());
        let thing = Arc::new(Thing::default());
        let handle = table.insert(thing.clone()).unwrap().addr();
        let close = move |table: Arc<HandleTable>| table.close(core::ptr::without_provenance_mut(handle)).map(drop);
        let other = {
            let table = table.clone();
            thread::spawn(move || close(table))
        };
        let results = [close(table.clone()), other.join().unwrap()];
        assert_eq!(results.iter().filter(|result| result.is_ok()).count(), 1);
        assert!(results.contains(&Err(CloseError::Invalid)));
        assert_eq!(thing.closed.load(Ordering::Relaxed), 1);
        assert_eq!(Arc::strong_count(&thing), 1);
    });
}

/// A handle in use by one thread is closed by another, and its place is taken again.
#[test]
fn a_stale_handle_never_names_another_object() {
    loom::model(|| {
        let table = Arc::new(HandleTable::new());
        let first = Arc::new(Thing::default());
        let stale = table.insert(first.clone()).unwrap().addr();
        let user = {
            let (table, first) = (table.clone(), first.clone());
            thread::spawn(move || {
                if let Ok(found) = table.get_as::<Thing>(core::ptr::without_provenance_mut(stale)) {
                    assert!(Arc::ptr_eq(&found, &first));
                }
            })
        };
        let maker = {
            let table = table.clone();
            thread::spawn(move || {
                let thing = Arc::new(Thing::default());
                let handle = table.insert(thing.clone()).unwrap();
                assert_ne!(handle.addr(), stale);
                assert!(Arc::ptr_eq(&table.get_as::<Thing>(handle).unwrap(), &thing));
                table.close(handle).unwrap();
                assert_eq!((thing.opened.load(Ordering::Relaxed), thing.closed.load(Ordering::Relaxed)), (1, 1));
            })
        };
        table.close(core::ptr::without_provenance_mut(stale)).unwrap();
        user.join().unwrap();
        maker.join().unwrap();
        assert_eq!(Arc::strong_count(&first), 1);
    });
}
