//! Lists of words for messages.

/// What netsh tells of the whole machine, and nobody here knows but the process itself.
const OF_ONE_PROCESS: [&str; 4] = ["show servicestate", "show cachestate", "delete cache", "flush logbuffer"];

/// Why a command of netsh is not here, where that is so.
pub fn of_one_process(command: &str) -> Option<String> {
    let mut same = OF_ONE_PROCESS.iter().filter(|known| known.eq_ignore_ascii_case(command));
    let known = same.next().or_else(|| command.eq_ignore_ascii_case("flush").then_some(&OF_ONE_PROCESS[3]))?;
    Some(format!(
        "http {known}: queues, caches and logs are each process's own here, and another process cannot be asked \
         for them"
    ))
}

/// "it is one of a, b and c"
pub fn one_of<'a>(words: impl Iterator<Item = &'a str>) -> String {
    let mut all: Vec<&str> = Vec::new();
    for word in words {
        if !all.contains(&word) {
            all.push(word);
        }
    }
    match all.as_slice() {
        [] => String::new(),
        [one] => format!("it is {one}"),
        [most @ .., last] => format!("it is one of {} and {last}", most.join(", ")),
    }
}
