//! IIS's configuration: what is in effect at a path, from files on disk.

mod changes;
mod collections;
mod errors;
mod folder;
mod handlers;
mod hierarchy;
mod locks;
mod properties;
mod schemas;
mod sites;
