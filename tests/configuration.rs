use httpapi::iis::configuration::views::*;
use httpapi::iis::configuration::*;

#[test]
fn smoke() {
    let folder = std::env::temp_dir();
    let text = format!(
        r#"<configuration><system.applicationHost><sites><site name="S" id="1"><bindings><binding protocol="http" bindingInformation="*:80:"/></bindings>
      <application path="/"><virtualDirectory path="/" physicalPath="{}"/></application></site></sites></system.applicationHost></configuration>"#,
        folder.display()
    );
    let c = Configuration::load(Source::Text { name: "text".into(), text }, Options::default());
    let c = match c {
        Ok(c) => c,
        Err(e) => panic!("{e}"),
    };
    let site = c.sites().by_name("s").unwrap().clone();
    let at = c.at(&site, "/x/y").unwrap();
    println!("{} {:?}", at.config_path(), at.view::<DefaultDocument>());
    println!("{:#?}", at.view::<Handlers>().map_err(|e| e.to_string()));
    println!("{:?}", at.view::<Modules>().map_err(|e| e.to_string()).map(|m| m.modules.len()));
    println!("{:?}", at.view::<GlobalModules>().map_err(|e| e.to_string()).map(|m| m.modules.len()));
}
