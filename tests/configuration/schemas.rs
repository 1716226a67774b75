//! Sections of modules: declared in applicationHost.config, described by a schema file.

use crate::folder::*;
use httpapi::iis::configuration::{Options, Value};

const SCHEMA: &str = r#"<configSchema>
  <sectionSchema name="system.webServer/iisnode">
    <attribute name="node_env" type="string" expanded="true" defaultValue="%node_env%" />
    <attribute name="nodeProcessCountPerApplication" type="uint" defaultValue="1" validationType="integerRange" validationParameter="0,64" />
    <attribute name="idle" type="timeSpan" timeSpanFormat="seconds" allowInfinite="true" defaultValue="60" />
    <attribute name="big" type="int64" defaultValue="-5" />
    <attribute name="mode" type="enum" defaultValue="on"><enum name="off" value="3" /><enum name="on" value="7" /></attribute>
    <element name="environmentVariables">
      <collection addElement="environmentVariable, variable" clearElement="clear" allowDuplicates="true">
        <attribute name="name" type="string" required="true" isUniqueKey="true" caseSensitive="true" />
        <attribute name="value" type="string" />
      </collection>
    </element>
    <element name="extra"><collection addElement="any" allowUnrecognizedAttributes="true"><attribute name="id" type="int" /></collection></element>
  </sectionSchema>
  <sectionSchema name="system.webServer/modules"><attribute name="mine" type="bool" defaultValue="true" /></sectionSchema>
</configSchema>"#;

const DECLARED: &str = "<configSections><sectionGroup name=\"system.webServer\"><section name=\"iisnode\" /></sectionGroup></configSections>";

fn with_schema(folder: &Folder) -> Options {
    folder.write("schema/iisnode_schema.xml", SCHEMA).write("schema/readme.txt", "no schema");
    let mut options = Options { schema_folder: Some(folder.path().join("schema")), ..Options::default() };
    options.variables.set("NODE_ENV", "production");
    options
}

#[test]
fn a_section_of_a_module() {
    let folder = Folder::new();
    folder.host(DECLARED).web(
        "www",
        r#"<system.webServer><iisnode idle="Infinite" mode="OFF"><environmentVariables>
           <environmentVariable name="A" value="1" /><variable name="A" /><variable name="a" /></environmentVariables>
           <extra><any id="4" other="free" /></extra></iisnode></system.webServer>"#,
    );
    let configuration = folder.load_with(with_schema(&folder)).unwrap();
    let section = section(&configuration, "/", "iisnode");
    assert_eq!(&*section.string("node_env"), "production");
    assert_eq!((section.number("nodeProcessCountPerApplication"), section.number("big")), (1, -5));
    assert_eq!(section.time("idle"), None);
    let mode = section.property("mode").unwrap();
    assert_eq!((mode.text(), mode.value.into_owned()), ("off".into(), Value::Enum(3)));
    let variables = section.child("environmentvariables").unwrap();
    assert_eq!(entries(variables), "A A a");
    assert_eq!(variables.items()[1].name(), "variable");
    let any = &section.child("extra").unwrap().items()[0];
    let texts: Vec<String> = any.properties().map(|it| format!("{} {}", it.name(), it.text())).collect();
    assert_eq!(texts, ["id 4", "other free"]);
    // What a file says of a section that is known is added to it.
    let modules = crate::folder::section(&configuration, "/", "modules");
    assert!(modules.bool("mine"));
}

#[test]
fn values_are_checked_by_the_schema() {
    let folder = Folder::new();
    folder.host(DECLARED);
    let options = with_schema(&folder);
    let cases = [
        (
            "nodeProcessCountPerApplication=\"65\"",
            "2:28: '65' is no value for the uint 'nodeProcessCountPerApplication'; write a value from 0 to 64",
        ),
        ("idle=\"00:00:05\"", "2:28: '00:00:05' is no value for the timeSpan 'idle'; write a number of seconds"),
        ("big=\"Infinite\"", "2:28: 'Infinite' is no value for the int64 'big'; write a whole number of 64 bits"),
        ("mode=\"\"", "2:28: '' is no value for the enum 'mode'; write one of off, on"),
    ];
    for (text, expected) in cases {
        folder.web("www", &format!("<system.webServer><iisnode {text} /></system.webServer>"));
        let configuration = folder.load_with(options.clone()).unwrap();
        let error = at(&configuration, "/").section("system.webServer/iisnode").unwrap_err();
        assert_eq!(folder.told(&error), format!("{{dir}}/www/web.config:{expected}"));
    }
}

#[test]
fn a_web_config_cannot_declare_again() {
    let folder = Folder::new();
    folder.host(DECLARED).web("www", DECLARED);
    let configuration = folder.load_with(with_schema(&folder)).unwrap();
    let error = at(&configuration, "/a").section("system.webServer/iisnode").unwrap_err();
    assert_eq!(error.code(), 183);
    assert_eq!(
        folder.told(&error),
        "{dir}/www/web.config:2:55: the section 'system.webServer/iisnode' is declared already, at \
         {dir}/host.config:2:55; take one of the declarations away"
    );
}

#[test]
fn faults_of_schema_files() {
    let cases = [
        ("<schema />", "1:1: not a schema; begin it with <configSchema>"),
        ("<configSchema><x /></configSchema>", "1:15: unrecognized element 'x'; write sectionSchema there"),
        (
            "<configSchema><sectionSchema /></configSchema>",
            "1:15: 'sectionSchema' without the attribute 'name'; add it",
        ),
        (
            "<configSchema><sectionSchema name=\"a\">\n<x /></sectionSchema></configSchema>",
            "2:1: unrecognized element 'x'; write attribute, element, collection or method there",
        ),
        (
            "<configSchema><sectionSchema name=\"a\">\n<attribute name=\"b\" type=\"real\" /></sectionSchema></configSchema>",
            "2:1: unrecognized type 'real'; write bool, int, uint, int64, string, timeSpan, enum or flags",
        ),
        (
            "<configSchema><sectionSchema name=\"a\">\n<attribute name=\"b\" type=\"int\" defaultValue=\"x\" /></sectionSchema></configSchema>",
            "2:32: the default of 'b' is not of its type; write a whole number of 32 bits",
        ),
        (
            "<configSchema><sectionSchema name=\"a\"><attribute name=\"b\" type=\"int\" />\n<attribute name=\"b\" type=\"int\" /></sectionSchema></configSchema>",
            "2:1: the attribute 'b' is there already; take one of them away",
        ),
        (
            "<configSchema><sectionSchema name=\"a\">\n<attribute name=\"b\" type=\"enum\"><enum name=\"c\" value=\"d\" /></attribute></sectionSchema></configSchema>",
            "2:33: 'value' is not a number of 32 bits; write one",
        ),
        (
            "<configSchema><sectionSchema name=\"a\">\n<attribute name=\"b\" type=\"int\" required=\"1\" /></sectionSchema></configSchema>",
            "2:32: 'required' is neither true nor false; write one of them",
        ),
        (
            "<configSchema><sectionSchema name=\"a\">\n<collection /></sectionSchema></configSchema>",
            "2:1: 'collection' without the attribute 'addElement'; add it",
        ),
    ];
    for (text, expected) in cases {
        let folder = Folder::new();
        folder.host("").write("schema/x.xml", text);
        let options = Options { schema_folder: Some(folder.path().join("schema")), ..Options::default() };
        let error = folder.load_with(options).err().unwrap();
        assert_eq!(folder.told(&error), format!("{{dir}}/schema/x.xml:{expected}"));
    }
    let folder = Folder::new();
    folder.host("");
    let options = Options { schema_folder: Some(folder.path().join("none")), ..Options::default() };
    let error = folder.load_with(options).err().unwrap();
    assert_eq!(
        folder.told(&error),
        "{dir}/none: the schema cannot be read: No such file or directory (os error 2); name a folder with the \
         schema files of the modules"
    );
}
