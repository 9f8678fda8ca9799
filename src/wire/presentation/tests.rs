use super::*;

fn only(ppdu: &[u8]) -> Result<Pdv<'_>, Failure> {
    read_data(ppdu)?.next().unwrap()
}

#[test]
fn a_transfer_syntax_name_and_long_lengths_are_tolerated() {
    let ppdu = [0x61, 0x81, 12, 0x30, 10, 6, 2, 0x51, 1, 2, 1, 3, 0xa0, 1, 5];
    assert_eq!(only(&ppdu), Ok(Pdv { context: 3, apdu: &[5] }));
    assert_eq!(only(&[0x61, 8, 0x30, 6, 2, 1, 3, 0x81, 1, 5]).unwrap().apdu, [5]);
}

#[test]
fn simply_encoded_and_foreign_forms_are_refused() {
    assert!(read_data(&[0x60, 1, 5]).is_err());
    assert!(read_data(&[0x40, 1, 5]).is_err());
    assert!(read_data(&[]).is_err());
    assert!(only(&[0x61, 8, 0x30, 6, 2, 1, 3, 0x82, 1, 5]).is_err());
    assert!(only(&[0x61, 5, 0x30, 3, 0xa0, 1, 5]).is_err());
}

#[test]
fn cve_2022_21159_zero_length_elements_end_the_loops() {
    // Elements without content, which must be stepped over one by one, and lists without end.
    for ppdu in [&[0x31, 4, 0xa2, 2, 0xa4, 0][..], &[0x31, 2, 0xa2, 0], &[0x31, 0], &[0x31, 0x80, 0, 0]] {
        assert!(read_connect(ppdu).and_then(|cp| cp.contexts.ok_or(failure("none"))).is_err());
        assert!(read_accept(ppdu, Contexts::default()).is_err());
        assert!(!matches!(read_refuse(ppdu, Contexts::default()), Ok(Ok(_))));
    }
    let many: Vec<u8> = std::iter::repeat_n([0x30, 5, 2, 1, 3, 0xa0, 0], 100).flatten().collect();
    let mut ppdu = Vec::new();
    ber::write(&mut ppdu, FULLY_ENCODED, &many);
    let mut pdvs = read_data(&ppdu).unwrap();
    let taken = pdvs.by_ref().take_while(Result::is_ok).count();
    assert_eq!(taken, MAX_ITEMS);
    assert!(pdvs.next().is_none());
}

#[test]
fn the_peers_context_ids_are_learnt_and_foreign_contexts_refused() {
    let contexts = Contexts { acse: 5, mms: 1000 };
    let cp = connect(&PSelector::EMPTY, &PSelector::EMPTY, contexts, &[0x60, 0]);
    let read = read_connect(&cp).unwrap();
    assert_eq!((read.contexts, read.apdu), (Some(contexts), &[0x60, 0][..]));
    let mut odd = cp;
    let at = odd.windows(5).position(|part| part == MMS_SYNTAX).unwrap();
    odd[at + 4] = 9;
    let read = read_connect(&odd).unwrap();
    assert_eq!(read.contexts, None);
    assert_eq!(read.results, [ContextResult::Accepted, ContextResult::Refused(1)]);
}

#[test]
fn refused_contexts_fail_with_their_reason() {
    let results = [ContextResult::Accepted, ContextResult::Refused(2)];
    let cpa = accept(&PSelector::EMPTY, &results, Contexts::default(), &[0x61, 0]);
    let failed = read_accept(&cpa, Contexts::default()).unwrap().unwrap_err();
    assert_eq!((failed.layer, failed.code), (Layer::Presentation, 2));
    let cpr = refuse(&PSelector::EMPTY, &[], Err(3));
    let failed = read_refuse(&cpr, Contexts::default()).unwrap().unwrap_err();
    assert_eq!((failed.code, &failed.text[..]), (3, "called presentation address unknown"));
}

#[test]
fn aborts_tell_user_from_provider() {
    let contexts = Contexts::default();
    assert_eq!(read_abort(&abort(contexts, &[0x64, 0]), contexts), Ok(&[0x64, 0][..]));
    assert_eq!(read_abort(&[0x30, 3, 0x80, 1, 6], contexts).unwrap_err().code, 6);
    assert_eq!(read_abort(&[0x30, 0], contexts).unwrap_err().code, 0);
    assert!(read_abort(&[0xa0, 0], contexts).is_err());
}
