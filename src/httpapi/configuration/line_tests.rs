use super::*;

const HASH: &str = "00112233445566778899aabbccddeeff00112233";
const APP: &str = "appid={ab3c58f7-8316-42e3-bc6e-771d4ce4b201}";

#[test]
fn lines_are_printed_as_they_are_read() {
    for line in [
        "iplisten ipaddress=127.0.0.1".to_owned(),
        "iplisten ipaddress=::1".to_owned(),
        "urlacl url=http://+:80/MyUri/ sddl=D:(A;;GX;;;WD)".to_owned(),
        "urlacl url=\"http://+:80/two words/\" sddl=D:(A;;GX;;;WD)".to_owned(),
        "timeout timeouttype=idleconnectiontimeout value=120".to_owned(),
        "timeout timeouttype=headerwaittimeout value=65535".to_owned(),
        "cacheparam type=maxcacheresponsesize value=0".to_owned(),
        "cacheparam type=cacherangechunksize value=4294967295".to_owned(),
        "setting settingtype=tlsthrottle value=1".to_owned(),
        "parameter name=EnableNonUTF8 value=0".to_owned(),
        "parameter name=MaxRequestBytes value=16777216".to_owned(),
        "errorlog directory=/var/log/HTTPERR truncatesize=4096".to_owned(),
        "errorlog directory=\"C:\\Log Files\" rollovertype=weekly".to_owned(),
        format!("sslcert ipport=0.0.0.0:443 certhash={HASH} {APP}"),
        format!(
            "sslcert ipport=[fe80::1]:443 certhash={HASH} {APP} certstorename=MY sslctlidentifier=\"a \"\"b\"\"\" \
             sslctlstorename=CTL certcheckmode=3 revocationfreshnesstime=60 urlretrievaltimeout=15 flags=2"
        ),
        format!("sslcert hostnameport=*.example.org:443 certhash={HASH} {APP}"),
        format!("sslcert hostnameport=www.example.org:443 address=:: certhash={HASH} {APP}"),
        format!("sslcert ccs=443 {APP}"),
        format!("sslcert ccs=443 address=:: {APP}"),
        format!("sslcert scopedccs=192.0.2.1:443 {APP}"),
        "parameter name=EnableHttp2Cleartext value=0".to_owned(),
        "sslpropertyex ipport=0.0.0.0:443 type=http2window receivewindow=65535".to_owned(),
        "sslpropertyex ccs=443 type=http2settingslimits flags=9 perframe=1 perminute=2".to_owned(),
        "sslpropertyex ipport=0.0.0.0:443 type=performance performancetype=2 data=00ff".to_owned(),
        "sslpropertyex hostnameport=a:443 type=errorheaders status=503 header=\"A: b\" header=\"C: d e\"".to_owned(),
        format!("sslpropertyex scopedccs=[::1]:443 type=certconfig cert={HASH}:MY cert=\"{HASH}:Web Hosting\""),
    ] {
        let record = parse(&line).expect(&line).expect("a record");
        assert_eq!(print(&record), line);
    }
}

#[test]
fn lines_that_say_nothing() {
    for line in ["", "   ", "# a comment", "\t# another"] {
        assert_eq!(parse(line), Ok(None));
    }
}

#[test]
fn lines_with_mistakes() {
    let long = "x".repeat(STORE_NAME_LENGTH);
    for line in [
        "nothing known=here".to_owned(),
        "iplisten".to_owned(),
        "iplisten ipaddress=127.0.0.1:80".to_owned(),
        "iplisten ipaddress=127.0.0.1 more=1".to_owned(),
        "parameter name=MaxConnections value=1".to_owned(),
        "parameter name=DisableServerHeader value=3".to_owned(),
        "parameter name=MaxFieldLength value=63".to_owned(),
        "parameter name=MaxFieldLength".to_owned(),
        "parameter value=1".to_owned(),
        "errorlog".to_owned(),
        "errorlog directory=logs".to_owned(),
        "errorlog directory=\"\"".to_owned(),
        "errorlog directory=/logs truncatesize=4095".to_owned(),
        "errorlog directory=/logs rollovertype=size".to_owned(),
        "errorlog directory=/logs truncatesize=8192 rollovertype=daily".to_owned(),
        "urlacl url=http://+:80/x/".to_owned(),
        "urlacl url=http://+/x/ sddl=D:".to_owned(),
        "urlacl url=http://+:80/x/ sddl=WD".to_owned(),
        "timeout timeouttype=idleconnectiontimeout value=0".to_owned(),
        "timeout timeouttype=idleconnectiontimeout value=65536".to_owned(),
        "timeout timeouttype=other value=1".to_owned(),
        "timeout timeouttype=headerwaittimeout value=1 value=2".to_owned(),
        "cacheparam type=maxcacheresponsesize value=4294967296".to_owned(),
        "cacheparam type=maxcacheresponsesize".to_owned(),
        "setting settingtype=none value=1".to_owned(),
        format!("sslcert certhash={HASH} {APP}"),
        format!("sslcert ipport=0.0.0.0 certhash={HASH} {APP}"),
        format!("sslcert ipport=0.0.0.0:0 certhash={HASH} {APP}"),
        format!("sslcert ipport=0.0.0.0:443 certhash={HASH}"),
        format!("sslcert ipport=0.0.0.0:443 {APP}"),
        format!("sslcert ipport=0.0.0.0:443 certhash=00 {APP}"),
        format!("sslcert ipport=0.0.0.0:443 certhash=zz {APP}"),
        format!("sslcert ipport=0.0.0.0:443 certhash={HASH} appid=ab3c58f7-8316-42e3-bc6e-771d4ce4b201"),
        format!("sslcert ipport=0.0.0.0:443 certhash={HASH} {APP} certcheckmode=0x20"),
        format!("sslcert ipport=0.0.0.0:443 certhash={HASH} {APP} flags=0x10000"),
        format!("sslcert ipport=0.0.0.0:443 certhash={HASH} {APP} certstorename={long}"),
        format!("sslcert hostnameport=:443 certhash={HASH} {APP}"),
        format!("sslcert hostnameport=a.*.b:443 certhash={HASH} {APP}"),
        format!("sslcert hostnameport=a:443 address=127.0.0.1 certhash={HASH} {APP}"),
        format!("sslcert ccs=0 {APP}"),
        "sslpropertyex ipport=0.0.0.0:443 type=tlsrestrictions".to_owned(),
        "sslpropertyex ipport=0.0.0.0:443 type=performance performancetype=6 data=00".to_owned(),
        "sslpropertyex ipport=0.0.0.0:443 type=errorheaders status=200".to_owned(),
        "sslpropertyex ipport=0.0.0.0:443 type=errorheaders status=500 header=\"A b: c\"".to_owned(),
        "sslpropertyex ipport=0.0.0.0:443 type=certconfig".to_owned(),
        "sslpropertyex ipport=0.0.0.0:443 type=certconfig cert=00:MY".to_owned(),
    ] {
        assert!(parse(&line).is_err(), "{line}");
    }
}
