//! Who a client is and what it may: `security/authentication`, `security/authorization`, `security/access`.

use super::{Context, View, is_same, words};
use crate::iis::configuration::element::Element;
use crate::iis::configuration::error::Result;
use std::sync::Arc;

#[derive(Debug)]
pub struct AnonymousAuthentication {
    pub enabled: bool,
    /// Empty is the identity of the pool.
    pub user_name: Arc<str>,
}

#[derive(Debug)]
pub struct BasicAuthentication {
    pub enabled: bool,
    pub realm: Arc<str>,
    pub default_logon_domain: Arc<str>,
}

#[derive(Debug)]
pub struct WindowsAuthentication {
    pub enabled: bool,
    pub providers: Vec<Arc<str>>,
}

#[derive(Debug)]
pub struct Access {
    /// Bits: Ssl 8, SslNegotiateCert 32, SslRequireCert 64, SslMapCert 128, Ssl128 256.
    pub ssl_flags: u32,
}

/// Rules: those that deny count before those that allow, and nobody else may.
#[derive(Debug)]
pub struct Authorization {
    pub rules: Vec<AuthorizationRule>,
    open: bool,
}

#[derive(Debug)]
pub struct AuthorizationRule {
    pub allow: bool,
    /// Names; `*` is everybody, `?` who has no name.
    pub users: Vec<Box<str>>,
    pub roles: Vec<Box<str>>,
    /// All if there are none.
    pub verbs: Vec<Box<str>>,
}

impl View for AnonymousAuthentication {
    const SECTION: &'static str = "system.webServer/security/authentication/anonymousAuthentication";

    fn read(section: &Element, _: &Context<'_>) -> Result<Self> {
        Ok(Self { enabled: section.bool("enabled"), user_name: section.string("userName") })
    }
}

impl View for BasicAuthentication {
    const SECTION: &'static str = "system.webServer/security/authentication/basicAuthentication";

    fn read(section: &Element, _: &Context<'_>) -> Result<Self> {
        Ok(Self {
            enabled: section.bool("enabled"),
            realm: section.string("realm"),
            default_logon_domain: section.string("defaultLogonDomain"),
        })
    }
}

impl View for WindowsAuthentication {
    const SECTION: &'static str = "system.webServer/security/authentication/windowsAuthentication";

    fn read(section: &Element, _: &Context<'_>) -> Result<Self> {
        let providers = section.child("providers").map_or(&[][..], |providers| providers.items());
        let providers = providers.iter().map(|item| item.string("value")).collect();
        Ok(Self { enabled: section.bool("enabled"), providers })
    }
}

impl View for Access {
    const SECTION: &'static str = "system.webServer/security/access";

    fn read(section: &Element, _: &Context<'_>) -> Result<Self> {
        Ok(Self { ssl_flags: section.uint("sslFlags") })
    }
}

impl View for Authorization {
    const SECTION: &'static str = "system.webServer/security/authorization";

    fn read(section: &Element, _: &Context<'_>) -> Result<Self> {
        let rule = |item: &Arc<Element>| AuthorizationRule {
            allow: item.number("accessType") == 0,
            users: words(&item.string("users")),
            roles: words(&item.string("roles")),
            verbs: words(&item.string("verbs")),
        };
        let rules: Vec<_> = section.items().iter().map(rule).collect();
        let is_for_all =
            |rule: &AuthorizationRule| rule.verbs.is_empty() && rule.users.iter().any(|user| &**user == "*");
        Ok(Self { open: rules.iter().all(|rule| rule.allow) && rules.iter().any(is_for_all), rules })
    }
}

impl Authorization {
    /// Whether nobody needs to be asked for.
    pub fn lets_everybody_in(&self) -> bool {
        self.open
    }

    /// Whether somebody may; no name is a client that has none. `is_in_role` has no answer where nobody knows:
    /// then a rule that denies counts, and one that allows does not.
    pub fn allows(&self, user: Option<&str>, is_in_role: impl Fn(&str) -> Option<bool>, verb: &str) -> bool {
        let fits = |rule: &&AuthorizationRule| rule.fits(user, &is_in_role, verb);
        let mut denying = self.rules.iter().filter(|rule| !rule.allow);
        let mut allowing = self.rules.iter().filter(|rule| rule.allow);
        !denying.any(|rule| fits(&rule)) && allowing.any(|rule| fits(&rule))
    }
}

impl AuthorizationRule {
    fn fits(&self, user: Option<&str>, is_in_role: impl Fn(&str) -> Option<bool>, verb: &str) -> bool {
        if !self.verbs.is_empty() && !self.verbs.iter().any(|own| own.eq_ignore_ascii_case(verb)) {
            return false;
        }
        let is_user = |own: &str| match (own, user) {
            ("*", _) | ("?", None) => true,
            (own, Some(user)) => is_same(own, user),
            _ => false,
        };
        // A rule that names nobody is for nobody to come in by.
        let names_nobody = self.users.is_empty() && self.roles.is_empty();
        names_nobody && !self.allow
            || self.users.iter().any(|own| is_user(own))
            || self.roles.iter().any(|own| is_in_role(own).unwrap_or(!self.allow))
    }
}
