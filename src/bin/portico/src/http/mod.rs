//! `portico http …`: the service configuration by the words of `netsh http`.

mod accounts;
mod answers;
mod certificates;
mod commands;
mod failed;
mod names;
mod numbers;
mod reservations;
mod service;
mod structures;
mod words;

pub use failed::Failed;

use commands::{COMMANDS, Command};
use words::Words;

/// Runs what stands behind `portico http`, and gives what is to be printed.
pub fn run(arguments: &[String]) -> Result<String, Failed> {
    let (rest, help) = match arguments.iter().position(|word| is_help(word)) {
        Some(at) => (&arguments[..at], true),
        None => (arguments, false),
    };
    let [verb, object, words @ ..] = rest else {
        return match rest {
            [] if help => Ok(overview(COMMANDS.iter())),
            [] => Err(Failed::Words(format!("http: what?\n\n{}", overview(COMMANDS.iter())))),
            [verb, ..] => {
                let commands = with_verb(verb)?;
                let objects = names::one_of(commands.iter().map(|command| command.object));
                let reason = format!("http {verb}: the object is missing; {objects}");
                if help { Ok(overview(commands.into_iter())) } else { Err(Failed::Words(reason)) }
            }
        };
    };
    let command = find(verb, object)?;
    if help {
        return Ok(command.help());
    }
    (command.run)(&mut Words::of(words, command)?)
}

fn is_help(word: &str) -> bool {
    ["--help", "-h", "/?", "?", "help"].iter().any(|known| word.eq_ignore_ascii_case(known))
}

/// The commands with a verb, of which there are some.
fn with_verb(verb: &str) -> Result<Vec<&'static Command>, Failed> {
    if let Some(reason) = names::of_one_process(verb) {
        return Err(Failed::Words(reason));
    }
    let found: Vec<_> = COMMANDS.iter().filter(|command| command.verb.eq_ignore_ascii_case(verb)).collect();
    if found.is_empty() {
        let verbs = names::one_of(COMMANDS.iter().map(|command| command.verb));
        return Err(Failed::Words(format!("http {verb}: there is no such command; {verbs}")));
    }
    Ok(found)
}

fn find(verb: &str, object: &str) -> Result<&'static Command, Failed> {
    if let Some(reason) = names::of_one_process(&format!("{verb} {object}")) {
        return Err(Failed::Words(reason));
    }
    let same = with_verb(verb)?;
    if let Some(found) = same.iter().find(|command| command.object.eq_ignore_ascii_case(object)) {
        return Ok(found);
    }
    let elsewhere = COMMANDS.iter().find(|command| command.object.eq_ignore_ascii_case(object));
    Err(Failed::Words(match elsewhere {
        Some(Command { object, .. }) => format!(
            "http {verb} {object}: certificates alone are updated; `portico http delete {object}` and then \
             `portico http add {object}`"
        ),
        None => {
            let objects = names::one_of(same.iter().map(|command| command.object));
            format!("http {verb} {object}: there is no such object; {objects}")
        }
    }))
}

fn overview<'a>(commands: impl Iterator<Item = &'a Command>) -> String {
    let mut text = "The service configuration, by the words of netsh http.\n\nUsage:\n".to_owned();
    for Command { verb, object, about, .. } in commands {
        text += &format!("  portico http {verb:<6} {object:<10}  {about}\n");
    }
    text + "\n`portico http VERB OBJECT --help` tells the words of each.\n"
}
