//! Properties that hold for any text.

use crate::folder::*;
use httpapi::iis::configuration::{Configuration, Options, Source, Variables, module_files};
use proptest::prelude::*;
use std::path::Path;

/// What a level does to a list, and what the list is to be after it.
#[derive(Clone, Debug)]
enum Step {
    Add(u8),
    Remove(u8),
    Clear,
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![4 => (0..6_u8).prop_map(Step::Add), 2 => (0..6_u8).prop_map(Step::Remove), 1 => Just(Step::Clear)]
}

/// The steps as a file has them, and the list behind them; adding what is there is left out.
fn run(steps: &[Step], list: &mut Vec<u8>, prepend: bool) -> String {
    let mut text = String::new();
    let mut first = 0;
    for step in steps {
        match step {
            Step::Add(it) if list.contains(it) => {}
            Step::Add(it) => {
                text += &format!("<add value=\"{it}\" name=\"{it}\" />");
                list.insert(if prepend { first } else { list.len() }, *it);
                first += 1;
            }
            Step::Remove(it) => {
                text += &format!("<remove value=\"{it}\" name=\"{it}\" />");
                if let Some(at) = list.iter().position(|own| own == it) {
                    list.remove(at);
                    first -= usize::from(prepend && at < first);
                }
            }
            Step::Clear => {
                text += "<clear />";
                list.clear();
                first = 0;
            }
        }
    }
    text
}

fn merge_levels(levels: &[Vec<Step>], prepend: bool) {
    let folder = Folder::new();
    let mut list = Vec::new();
    let places = ["", "www", "www/a", "www/a/b"];
    for (place, steps) in places.iter().zip(levels) {
        let inside = run(steps, &mut list, prepend);
        let inside = match prepend {
            true => {
                let inside = regex_free(&inside, " name=");
                format!(
                    "<system.webServer><defaultDocument><files>{inside}</files></defaultDocument></system.webServer>"
                )
            }
            false => {
                let inside = regex_free(&inside, " value=").replace(" name=", " segment=");
                format!(
                    "<system.webServer><security><requestFiltering><hiddenSegments>{inside}</hiddenSegments>\
                     </requestFiltering></security></system.webServer>"
                )
            }
        };
        match *place {
            "" => folder.host(&inside),
            place => folder.web(place, &inside),
        };
    }
    let configuration = folder.load();
    let name = if prepend { "defaultDocument" } else { "security/requestFiltering" };
    let section = section(&configuration, "/a/b", name);
    let found = entries(section.child(if prepend { "files" } else { "hiddenSegments" }).unwrap());
    let expected: Vec<String> = list.iter().map(u8::to_string).collect();
    assert_eq!(found, expected.join(" "));
}

/// The text without attributes that begin so.
fn regex_free(text: &str, start: &str) -> String {
    let mut parts = text.split(start);
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |all, part| all + part.splitn(3, '"').nth(2).unwrap_or_default())
}

/// A text that looks like a configuration, with anything in it.
fn text() -> impl Strategy<Value = String> {
    let word = prop_oneof![
        Just("configuration".to_owned()),
        Just("system.webServer".to_owned()),
        Just("configSections".to_owned()),
        Just("section".to_owned()),
        Just("sectionGroup".to_owned()),
        Just("location".to_owned()),
        Just("handlers".to_owned()),
        Just("modules".to_owned()),
        Just("add".to_owned()),
        Just("remove".to_owned()),
        Just("clear".to_owned()),
        Just("sites".to_owned()),
        Just("system.applicationHost".to_owned()),
        "[a-z]{1,3}",
    ];
    let attribute = ("(name|path|verb|id|lockItem|lockAttributes|overrideMode|[a-z]{1,3})", "[-A-Za-z0-9*:/,.% ]{0,6}");
    let attributes = prop::collection::btree_map(attribute.0, attribute.1, 0..3)
        .prop_map(|all| all.iter().map(|(name, value)| format!(" {name}=\"{value}\"")).collect::<String>());
    let leaf = (word.clone(), attributes.clone()).prop_map(|(word, attributes)| format!("<{word}{attributes} />"));
    let tree = leaf.prop_recursive(4, 24, 4, move |inner| {
        (word.clone(), attributes.clone(), prop::collection::vec(inner, 0..4))
            .prop_map(|(word, attributes, inner)| format!("<{word}{attributes}>\n{}</{word}>", inner.concat()))
    });
    prop::collection::vec(tree, 0..4).prop_map(|all| format!("<configuration>{}</configuration>", all.concat()))
}

/// Reads a text as applicationHost.config and all of it; it may be anything.
fn read(text: &str) {
    let source = Source::Text { name: "text".into(), text: text.to_owned() };
    match Configuration::load(source, Options::default()) {
        Ok(configuration) => {
            for error in configuration.check() {
                assert!(!error.to_string().is_empty());
            }
        }
        Err(error) => assert!(error.to_string().contains("; "), "{error}"),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn lists_are_what_the_levels_make_of_them(
        levels in prop::collection::vec(prop::collection::vec(step(), 0..6), 4), prepend: bool,
    ) {
        merge_levels(&levels, prepend);
    }

    #[test]
    fn no_configuration_breaks_anything(text in text()) {
        read(&text);
    }

    #[test]
    fn no_text_breaks_anything(text in "[<>/a-c=\"'&;!\\[\\]? \n\u{e4}-]{0,60}") {
        read(&text);
        read(&format!("<configuration>{text}</configuration>"));
    }

    #[test]
    fn no_image_or_path_breaks_anything(image in ".{0,20}", name in "[A-Z]{0,2}", value in ".{0,8}") {
        let mut variables = Variables::default();
        variables.set(&name, &value);
        module_files(&image, &variables, Path::new("/x"), &["/y".into()]);
        variables.path(&variables.expand(&image), Path::new("/x"));
    }
}

#[test]
fn deep_texts_do_not_take_the_stack() {
    let deep = "<a>".repeat(20_000) + &"</a>".repeat(20_000);
    read(&format!("<configuration>{deep}</configuration>"));
}
