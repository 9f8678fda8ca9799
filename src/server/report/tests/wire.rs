//! Whole reports, octet by octet as the genuine server 1.6.1 sends them.

use super::*;

#[test]
fn an_interrogation_of_four_members() {
    // RptID urcba, OptFlds sequence-number; recorded, with another name of the RCB
    let bench = Bench::new();
    bench.set(&[("RP$U$OptFlds", bits(10, 2))]);
    bench.core.update(bench.node("GGIO1$MX$AnIn1$mag$f"), |own| own.update(&Value::float32(1.5)));
    bench.update("GGIO1$ST$Ind2$stVal", true);
    bench.set(&[("RP$U$RptEna", true.into()), ("RP$U$GI", true.into())]);
    let reports: Vec<String> = bench.probe.reports().iter().map(|report| hex(report)).collect();
    assert_eq!(
        reports,
        ["a054a1058003525054a04b8a0575726362618403064000860100840204f0a21283010084030300009108000000\
          0000000000830101a218a2078705083fc000008403030000910800000000000000008705083fc00000"]
    );
}

#[test]
fn a_report_in_segments() {
    let model = MODEL.replace("LN(LLN0){", "LN(LLN0){DS(B){DE(GGIO1$ST$A$stVal);DE(GGIO1$ST$B$stVal);DE(GGIO1$ST$C$stVal);DE(GGIO1$ST$D$stVal);}");
    let bench = Bench::of(&model, Config::default());
    *bench.probe.max_pdu.lock() = 152;
    bench.update("GGIO1$ST$A$stVal", number(44));
    bench.set(&[("RP$UN$DatSet", text("IEDLD0/LLN0$B")), ("RP$UN$OptFlds", bits(10, 0x1be))]);
    // no time stamp, so that the octets are always the same
    bench.set(&[("RP$UN$OptFlds", bits(10, 0x1ba)), ("RP$UN$RptEna", true.into())]);
    bench.set(&[("RP$UN$GI", true.into())]);
    let reports: Vec<String> = bench.probe.reports().iter().map(|report| hex(report)).collect();
    // recorded with a time stamp and ConfRev 2, at a PDU size of 160
    assert_eq!(
        reports,
        [
            "a071a1058003525054a0688a02756184030".to_owned()
                + "65cc08601008a0d4945444c44302f4c4c4e302442860103860100830101840204c08a174945444c44302f4747494f31245354244124737456616c8a174945444c44302f4747494f31245354244224737456616c85012c8501018402020484020204",
            "a071a1058003525054a0688a02756184030".to_owned()
                + "65cc08601008a0d4945444c44302f4c4c4e302442860103860101830100840204308a174945444c44302f4747494f31245354244324737456616c8a174945444c44302f4747494f31245354244424737456616c8501018501018402020484020204",
        ]
    );
}

#[test]
fn all_optional_fields_of_both_kinds() {
    let bench = Bench::new();
    bench.set(&[("RP$U$RptEna", true.into()), ("BR$B$RptEna", true.into())]);
    bench.update("GGIO1$ST$Ind1$stVal", true);
    let mut reports = bench.reports();
    reports.sort();
    let [buffered, unbuffered] = &reports[..] else { panic!("{reports:?}") };
    let parts: Vec<&str> = unbuffered.split(' ').collect();
    assert_eq!(parts[..3], ["'urcba'", "84:067c80", "86:00"]);
    assert!(parts[3].starts_with("8c:") && parts[3].len() == 15);
    let rest = "86:07 84:0480 'IEDLD0/GGIO1$ST$Ind1' a2{T 84:030000 91:0000000000000000} 84:0240";
    assert_eq!(parts[4..].join(" "), format!("'IEDLD0/LLN0$Four' {rest}"));
    // the bits that mean nothing there are off after the first report
    assert_eq!(bench.read("RP$U$OptFlds"), bits(10, 0x13e));
    let parts: Vec<&str> = buffered.split(' ').collect();
    assert_eq!(parts[..3], ["'brcba'", "84:067f80", "86:00"]);
    assert_eq!(parts[4..6], ["'IEDLD0/LLN0$Four'", "T"]);
    assert!(parts[6].starts_with("89:") && parts[6].len() == 19);
    assert_eq!(parts[7], "86:09");
    assert_eq!(bench.read("BR$B$OptFlds"), bits(10, 0x1fe));
}

#[test]
fn a_member_that_fits_no_pdu_is_left_out() {
    let bench = Bench::new();
    *bench.probe.max_pdu.lock() = 120;
    bench.set(&[("RP$UT$RptEna", true.into())]);
    bench.update("GGIO1$ST$S$stVal", text(&"x".repeat(200)));
    assert!(bench.reports().is_empty());
    bench.set(&[("RP$UT$GI", true.into())]);
    assert_eq!(bench.reports(), ["'ut' 84:065040 86:01 86:00 F 84:0640 F 84:0204"]);
    *bench.probe.max_pdu.lock() = 3;
    bench.update("GGIO1$ST$Ind2$stVal", true);
    assert!(bench.reports().is_empty());
}

#[test]
fn segments_fill_the_pdu_and_never_exceed_it() {
    for max in 40..260 {
        let bench = Bench::new();
        *bench.probe.max_pdu.lock() = max;
        bench.set(&[("RP$UN$RptEna", true.into()), ("RP$UN$GI", true.into())]);
        let reports = bench.probe.reports();
        for report in &reports {
            assert!(ber::element_len(0xa3, report.len()) <= max);
        }
        // 85 octets besides the members, which have 32 each
        let members: usize =
            reports.iter().map(|report| shown(report).matches("'IEDLD0/GGIO1").count()).sum();
        assert!(members == 4 || (members == 0 && max < 130), "{max}: {members}");
    }
}
