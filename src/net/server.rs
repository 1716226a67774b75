//! Whoever has the requests of a listener's connections: the layer above.

use super::connection::Connection;
use super::message::Request;
use super::trouble::Trouble;
use std::sync::Arc;

pub trait Server: Send + Sync {
    /// The head of a request has come. Runs on the thread that read it, without a lock, and must
    /// not block: that thread looks after other connections too. The connection may have gone.
    fn request(&self, request: Request);

    /// The connection is gone, and with it the request that `tag` was set for (0 for none).
    fn lost(&self, connection: &Arc<Connection>, tag: u64);

    /// The connection has refused a request by itself or ends because its time is up; `tag` was set
    /// for the current request or an earlier one. Comes before `lost`.
    fn failed(&self, _connection: &Arc<Connection>, _tag: u64, _trouble: &Trouble) {}
}
