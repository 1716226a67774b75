//! Values at paths, found by the longest path that begins another one.
//!
//! A tree of segments: a look-up goes down while there are children and costs no more for many
//! paths than for few. The maps are sorted: their keys are the program's, and a few short ones are compared
//! sooner than one is hashed.

use super::fold::{folded, with_folded};
use std::collections::BTreeMap;

#[derive(Clone, Debug)]
pub(super) struct PathTree<V> {
    value: Option<V>,
    children: BTreeMap<Box<str>, PathTree<V>>,
}

impl<V> Default for PathTree<V> {
    fn default() -> PathTree<V> {
        PathTree { value: None, children: BTreeMap::new() }
    }
}

/// The segments of a path; slashes count once, and the one at the end for nothing.
fn segments(path: &str) -> impl Iterator<Item = &str> {
    path.split('/').filter(|segment| !segment.is_empty())
}

impl<V> PathTree<V> {
    pub(super) fn is_empty(&self) -> bool {
        self.value.is_none() && self.children.is_empty()
    }

    fn child(&self, segment: &str) -> Option<&PathTree<V>> {
        // A leaf, which most trees are, has nothing to compare.
        if self.children.is_empty() {
            return None;
        }
        with_folded(segment, |segment| self.children.get(segment))
    }

    /// The place for a path's value.
    pub(super) fn place(&mut self, path: &str) -> &mut Option<V> {
        let mut node = self;
        for segment in segments(path) {
            node = node.children.entry(folded(segment).into()).or_default();
        }
        &mut node.value
    }

    pub(super) fn get(&self, path: &str) -> Option<&V> {
        segments(path).try_fold(self, |node, segment| node.child(segment))?.value.as_ref()
    }

    /// Takes a value out, and branches with nothing left.
    pub(super) fn remove(&mut self, path: &str) -> Option<V> {
        self.remove_at(&mut segments(path))
    }

    fn remove_at<'a>(&mut self, path: &mut impl Iterator<Item = &'a str>) -> Option<V> {
        let Some(segment) = path.next() else { return self.value.take() };
        let segment = folded(segment);
        let child = self.children.get_mut(segment.as_str())?;
        let value = child.remove_at(path);
        if child.is_empty() {
            self.children.remove(segment.as_str());
        }
        value
    }

    /// The value at the longest path that is this one or above it.
    pub(super) fn longest(&self, path: &str) -> Option<&V> {
        self.longest_that(path, |_| true)
    }

    /// The same of the values that count.
    pub(super) fn longest_that(&self, path: &str, counts: impl Fn(&V) -> bool) -> Option<&V> {
        let mut node = self;
        let mut found = node.value.as_ref().filter(|value| counts(value));
        let mut segments = segments(path);
        // Below a leaf, which most trees are, there is nothing to look for.
        while !node.children.is_empty()
            && let Some(child) = segments.next().and_then(|segment| node.child(segment))
        {
            node = child;
            found = node.value.as_ref().filter(|value| counts(value)).or(found);
        }
        found
    }

    /// Whether one of the values is of this kind.
    pub(super) fn has(&self, kind: &impl Fn(&V) -> bool) -> bool {
        self.value.as_ref().is_some_and(kind) || self.children.values().any(|child| child.has(kind))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_path_at_a_boundary() {
        let mut tree = PathTree::default();
        for path in ["/a/", "/a/b/c/", "/x/"] {
            *tree.place(path) = Some(path);
        }
        for (path, found) in [
            ("/", None),
            ("/a", Some("/a/")),
            ("/A/", Some("/a/")),
            ("//a//b", Some("/a/")),
            ("/a/b/C", Some("/a/b/c/")),
            ("/a/b/c/d/e", Some("/a/b/c/")),
            ("/a/b/cd", Some("/a/")),
            ("/ab", None),
        ] {
            assert_eq!(tree.longest(path).copied(), found, "{path}");
        }
        *tree.place("/") = Some("/");
        assert_eq!(tree.longest("/ab"), Some(&"/"));
        assert_eq!((tree.get("/a"), tree.get("/a/b")), (Some(&"/a/"), None));
    }

    #[test]
    fn what_is_taken_out_leaves_nothing() {
        let mut tree = PathTree::default();
        *tree.place("/a/b/") = Some(1);
        *tree.place("/a/") = Some(2);
        assert_eq!((tree.remove("/a/b/c"), tree.remove("/b"), tree.remove("/")), (None, None, None));
        assert_eq!((tree.remove("/A/"), tree.longest("/a"), tree.longest("/a/b")), (Some(2), None, Some(&1)));
        assert_eq!((tree.remove("/a/B"), tree.is_empty()), (Some(1), true));
    }

    #[test]
    fn letters_of_any_alphabet_are_one_in_both_cases() {
        let mut tree = PathTree::default();
        *tree.place("/Straße/ÜBER/") = Some(());
        assert!(tree.get("/straße/über").is_some());
        assert!(tree.get("/strasse/über").is_none());
        *tree.place("/ı/") = Some(());
        assert!(tree.get("/i").is_none() && tree.get("/I").is_none());
        let long = "/Long".repeat(2) + &"x".repeat(500);
        *tree.place(&long) = Some(());
        assert!(tree.get(&long.to_uppercase()).is_some());
    }
}
