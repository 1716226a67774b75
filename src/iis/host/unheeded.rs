//! What the configuration asks of IIS and this server does not do: said at the start, and by `check`.

use crate::iis::configuration::views::{
    ApplicationPools, Authorization, Caching, Modules, ServerRuntime, Site, View, WebLimits, WindowsAuthentication,
};
use crate::iis::configuration::{Configuration, Element, Metadata, Property};
use std::sync::Arc;

const IP_SECURITY: &str = "system.webServer/security/ipSecurity";

/// What of pools and limits has an effect, and what nobody misses: a pool is up as long as the process runs, whose user
/// is whoever has started it, and there is no managed code.
const HEEDED: [&str; 20] = [
    "name",
    "maxBandwidth",
    "maxConnections",
    "connectionTimeout",
    "headerWaitTimeout",
    "minBytesPerSecond",
    "maxGlobalBandwidth",
    "dynamicRegistrationThreshold",
    "frequentHitThreshold",
    "frequentHitTimePeriod",
    "startMode",
    "managedRuntimeVersion",
    "managedRuntimeLoader",
    "managedPipelineMode",
    "CLRConfigFile",
    "identityType",
    "loadUserProfile",
    "setProfileEnvironment",
    "logEventOnProcessModel",
    "logEventOnRecycle",
];

/// Whether there is a module of this name, and not one of IIS's that this server does without.
type IsThere<'a> = &'a dyn Fn(&str) -> bool;

/// A line for each; of the content's files, those of applications and virtual directories are looked at.
pub fn of(configuration: &Configuration, sites: &[Arc<Site>], is_there: IsThere<'_>) -> Vec<String> {
    let mut lines = Vec::new();
    for application in sites.iter().flat_map(|site| &site.applications) {
        lines.extend(of_pool(configuration, &application.pool));
    }
    if let Ok(limits) = configuration.root().section(WebLimits::SECTION) {
        lines.extend(line("webLimits", set_in(&limits)));
    }
    for site in sites {
        let limits = site.element.child("limits").map(|limits| set_in(limits)).unwrap_or_default();
        lines.extend(line(&format!("site {}: limits", site.name), limits));
        for application in &site.applications {
            for directory in &application.directories {
                let url = format!("{}{}", application.path.trim_end_matches('/'), directory.path);
                if let Some(metadata) = configuration.at(site, &url) {
                    at_path(&metadata, is_there, &mut lines);
                }
            }
        }
    }
    // What stands above is met at many paths.
    let mut known = std::collections::HashSet::new();
    lines.retain(|line| known.insert(line.clone()));
    lines
}

fn of_pool(configuration: &Configuration, name: &str) -> Option<String> {
    let pools = configuration.root().view::<ApplicationPools>().ok()?;
    let element = &pools.by_name(name)?.element;
    let said = set_in(element).into_iter().chain(element.children().iter().filter_map(says)).collect();
    line(&format!("application pool {name}"), said)
}

fn line(of: &str, said: Vec<String>) -> Option<String> {
    (!said.is_empty()).then(|| format!("{of}: {} without effect here", said.join(", ")))
}

/// The attributes of an element that files set to something else than IIS does, and somebody may miss.
fn set_in(element: &Element) -> Vec<String> {
    let is_missed = |property: &Property<'_>| {
        let is_other = property.schema.default.as_ref() != Some(&*property.value);
        is_other && element.is_set(property.name()) && !HEEDED.contains(&property.name())
    };
    element.properties().filter(is_missed).map(|property| property.name().to_owned()).collect()
}

/// The name of an element that says anything.
fn says(element: &Arc<Element>) -> Option<String> {
    let any = !element.items().is_empty()
        || !set_in(element).is_empty()
        || element.children().iter().any(|child| says(child).is_some());
    any.then(|| element.name().to_owned())
}

/// A section that cannot be read is told of elsewhere.
fn at_path(metadata: &Metadata, is_there: IsThere<'_>, lines: &mut Vec<String>) {
    let mut add = |section: &str, text: &str| {
        let at = metadata.section(section).ok().and_then(|section| place(&section));
        lines.push(format!("{at}{text}", at = at.map(|at| format!("{at}: ")).unwrap_or_default()));
    };
    // A module may see to what the server does not.
    let lacks = |name: &str| !takes_part(metadata, name, is_there);
    if metadata.view::<Authorization>().is_ok_and(|rules| !rules.lets_everybody_in()) && lacks("UrlAuthorizationModule")
    {
        let text = "security/authorization has no effect: the modules section does not have UrlAuthorizationModule";
        add(Authorization::SECTION, text);
    }
    let is_enabled = metadata.view::<WindowsAuthentication>().is_ok_and(|settings| settings.enabled);
    if is_enabled && lacks("WindowsAuthenticationModule") {
        let text = "authentication/windowsAuthentication has no effect: this server does not know it";
        add(WindowsAuthentication::SECTION, text);
    }
    let restricts =
        |section: &Element| !section.bool("allowUnlisted") || section.items().iter().any(|item| !item.bool("allowed"));
    if metadata.section(IP_SECURITY).is_ok_and(|section| restricts(&section)) && lacks("IpRestrictionModule") {
        add(IP_SECURITY, "security/ipSecurity has no effect: nobody is kept out by an address");
    }
    if let Ok(section) = metadata.section(ServerRuntime::SECTION)
        && let Some(text) = line("serverRuntime", set_in(&section))
    {
        add(ServerRuntime::SECTION, &text);
    }
    let has_profiles =
        |section: &Element| section.child("profiles").is_some_and(|profiles| !profiles.items().is_empty());
    if metadata.section(Caching::SECTION).is_ok_and(|section| has_profiles(&section)) && lacks("HttpCacheModule") {
        add(Caching::SECTION, "caching/profiles have no effect: this server has no output cache");
    }
}

fn takes_part(metadata: &Metadata, name: &str, is_there: IsThere<'_>) -> bool {
    let is = |other: &str| name.eq_ignore_ascii_case(other);
    is_there(name) && metadata.view::<Modules>().is_ok_and(|section| section.modules.iter().any(|one| is(&one.name)))
}

/// Where a section's last entry stands, or the section.
fn place(section: &Element) -> Option<String> {
    let at = section.items().iter().rev().find_map(|item| item.position()).or(section.position())?;
    Some(at.to_string())
}
