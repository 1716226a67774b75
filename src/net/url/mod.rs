//! Request targets and the canonical URL that is made of them.
