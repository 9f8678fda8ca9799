//! File services (ISO 9506-2 annex D) as rasn types.

use rasn::prelude::*;

/// FileName: usually one part that holds the whole path
pub type FileName = SequenceOf<FileNamePart>;

/// One part of a file name: GraphicString's tag, the content is not validated.
#[derive(AsnType, Decode, Encode, Debug, Clone, PartialEq, Eq)]
#[rasn(delegate, tag(universal, 25))]
pub struct FileNamePart(pub OctetString);

/// FileOpen-Request
#[derive(AsnType, Decode, Encode, Debug, Clone, PartialEq, Eq)]
#[rasn(tag(context, 72))]
pub struct FileOpenRequest {
    /// fileName
    #[rasn(tag(context, 0))]
    pub name: FileName,
    /// initialPosition
    #[rasn(tag(context, 1))]
    pub position: u32,
}

/// FileOpen-Response
#[derive(AsnType, Decode, Encode, Debug, Clone, PartialEq, Eq)]
#[rasn(tag(context, 72))]
pub struct FileOpenResponse {
    /// frsmID
    #[rasn(tag(context, 0))]
    pub frsm_id: i32,
    /// fileAttributes
    #[rasn(tag(context, 1))]
    pub attributes: FileAttributes,
}

/// FileAttributes
#[derive(AsnType, Decode, Encode, Debug, Clone, PartialEq, Eq)]
pub struct FileAttributes {
    /// sizeOfFile
    #[rasn(tag(context, 0))]
    pub size: u32,
    /// lastModified: GeneralizedTime as its octets
    #[rasn(tag(context, 1))]
    pub last_modified: Option<OctetString>,
}

/// FileRead-Request: the FRSM id
#[derive(AsnType, Decode, Encode, Debug, Clone, Copy, PartialEq, Eq)]
#[rasn(delegate, tag(context, 73))]
pub struct FileReadRequest(pub i32);

/// FileRead-Response
#[derive(AsnType, Decode, Encode, Debug, Clone, PartialEq, Eq)]
#[rasn(tag(context, 73))]
pub struct FileReadResponse {
    /// fileData
    #[rasn(tag(context, 0))]
    pub data: OctetString,
    /// moreFollows
    #[rasn(tag(context, 1), default = "yes")]
    pub more_follows: bool,
}

fn yes() -> bool {
    true
}

/// FileClose-Request: the FRSM id
#[derive(AsnType, Decode, Encode, Debug, Clone, Copy, PartialEq, Eq)]
#[rasn(delegate, tag(context, 74))]
pub struct FileCloseRequest(pub i32);

/// FileRename-Request
#[derive(AsnType, Decode, Encode, Debug, Clone, PartialEq, Eq)]
#[rasn(tag(context, 75))]
pub struct FileRenameRequest {
    /// currentFileName
    #[rasn(tag(context, 0))]
    pub current: FileName,
    /// newFileName
    #[rasn(tag(context, 1))]
    pub new: FileName,
}

/// FileDelete-Request
#[derive(AsnType, Decode, Encode, Debug, Clone, PartialEq, Eq)]
#[rasn(delegate, tag(context, 76))]
pub struct FileDeleteRequest(pub FileName);

/// FileDirectory-Request
#[derive(AsnType, Decode, Encode, Debug, Clone, PartialEq, Eq)]
#[rasn(tag(context, 77))]
pub struct FileDirectoryRequest {
    /// fileSpecification
    #[rasn(tag(context, 0))]
    pub specification: Option<FileName>,
    /// continueAfter
    #[rasn(tag(context, 1))]
    pub continue_after: Option<FileName>,
}

/// FileDirectory-Response
#[derive(AsnType, Decode, Encode, Debug, Clone, PartialEq, Eq)]
#[rasn(tag(context, 77))]
pub struct FileDirectoryResponse {
    /// listOfDirectoryEntry
    #[rasn(tag(explicit(context, 0)))]
    pub entries: SequenceOf<DirectoryEntry>,
    /// moreFollows
    #[rasn(tag(context, 1), default)]
    pub more_follows: bool,
}

/// DirectoryEntry
#[derive(AsnType, Decode, Encode, Debug, Clone, PartialEq, Eq)]
pub struct DirectoryEntry {
    /// fileName
    #[rasn(tag(context, 0))]
    pub name: FileName,
    /// fileAttributes
    #[rasn(tag(context, 1))]
    pub attributes: FileAttributes,
}

/// ObtainFile-Request
#[derive(AsnType, Decode, Encode, Debug, Clone, PartialEq, Eq)]
#[rasn(tag(context, 46))]
pub struct ObtainFileRequest {
    /// sourceFileServer
    #[rasn(tag(context, 0))]
    pub source_server: Option<ApplicationReference>,
    /// sourceFile
    #[rasn(tag(context, 1))]
    pub source: FileName,
    /// destinationFile
    #[rasn(tag(context, 2))]
    pub destination: FileName,
}

/// ApplicationReference
#[derive(AsnType, Decode, Encode, Debug, Clone, Default, PartialEq, Eq)]
pub struct ApplicationReference {
    /// ap-title
    #[rasn(tag(explicit(context, 0)))]
    pub ap_title: Option<Any>,
    /// ap-invocation-id
    #[rasn(tag(explicit(context, 1)))]
    pub ap_invocation_id: Option<Any>,
    /// ae-qualifier
    #[rasn(tag(explicit(context, 2)))]
    pub ae_qualifier: Option<Any>,
    /// ae-invocation-id
    #[rasn(tag(explicit(context, 3)))]
    pub ae_invocation_id: Option<Any>,
}

/// GeneralizedTime of a file's date, in milliseconds since 1970. Fractions, `Z` and offsets are optional; without
/// `Z` the time is taken for UTC, as the mapping has no other.
pub fn parse_time(text: &[u8]) -> Option<u64> {
    let number = |from: usize, to: usize| -> Option<i64> {
        let digits = text.get(from..to)?;
        digits.iter().try_fold(0i64, |value, digit| {
            digit.is_ascii_digit().then(|| value * 10 + i64::from(digit - b'0'))
        })
    };
    let (year, month, day, hour) = (number(0, 4)?, number(4, 6)?, number(6, 8)?, number(8, 10)?);
    let minute = number(10, 12).unwrap_or(0);
    let seconds = number(12, 14).unwrap_or(0);
    if !(1..=12).contains(&month) || !(1..=31).contains(&day) || hour > 23 || minute > 59 || seconds > 60 {
        return None;
    }
    let mut at = [14, 12].into_iter().find(|&end| number(10, end).is_some()).unwrap_or(10);
    let mut millis = 0;
    if matches!(text.get(at), Some(b'.' | b',')) {
        let fraction: Vec<u8> =
            text.iter().skip(at + 1).copied().take_while(u8::is_ascii_digit).take(18).collect();
        at += 1 + fraction.len();
        millis = (0..3).fold(0, |value, place| {
            value * 10 + i64::from(fraction.get(place).map_or(0, |digit| digit - b'0'))
        });
    }
    let offset = match text.get(at) {
        Some(sign @ (b'+' | b'-')) => {
            let minutes = number(at + 1, at + 3)? * 60 + number(at + 3, at + 5).unwrap_or(0);
            if *sign == b'+' { minutes } else { -minutes }
        }
        _ => 0,
    };
    let days = days_from_civil(year, month, day);
    let seconds = ((days * 24 + hour) * 60 + minute - offset) * 60 + seconds;
    u64::try_from(seconds * 1000 + millis).ok()
}

/// GeneralizedTime of a time in milliseconds since 1970, with milliseconds and `Z`.
pub fn format_time(millis: u64) -> Vec<u8> {
    let seconds = millis / 1000;
    // GeneralizedTime has four digits for the year.
    let (year, month, day) = civil_from_days((seconds / 86400).min(2_932_896) as i64);
    let (hour, minute, second) = (seconds / 3600 % 24, seconds / 60 % 60, seconds % 60);
    format!("{year:04}{month:02}{day:02}{hour:02}{minute:02}{second:02}.{:03}Z", millis % 1000).into_bytes()
}

/// Days since 1970 of a date of the Gregorian calendar.
fn days_from_civil(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let year_of_era = year.rem_euclid(400);
    let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    era * 146_097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year - 719_468
}

fn civil_from_days(days: i64) -> (i64, i64, i64) {
    let days = days + 719_468;
    let era = days.div_euclid(146_097);
    let day_of_era = days.rem_euclid(146_097);
    let year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month + 2) / 5 + 1;
    let month = if month < 10 { month + 3 } else { month - 9 };
    (year_of_era + era * 400 + i64::from(month <= 2), month, day)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_round_trip_and_their_variants_are_read() {
        for millis in [0, 1_700_000_000_123, 951_782_400_000, 4_102_444_799_999] {
            assert_eq!(parse_time(&format_time(millis)), Some(millis));
        }
        assert_eq!(format_time(1_700_000_000_123), b"20231114221320.123Z");
        assert_eq!(parse_time(b"20231114221320Z"), Some(1_700_000_000_000));
        assert_eq!(parse_time(b"20231114221320"), Some(1_700_000_000_000));
        assert_eq!(parse_time(b"20231114231320+0100"), Some(1_700_000_000_000));
        assert_eq!(parse_time(b"2023111422"), Some(1_699_999_200_000));
        for text in [&b""[..], b"Z", b"20231314221320Z", b"2023", b"19000101000000Z", b"\xff\xff\xff\xff"] {
            assert_eq!(parse_time(text), None);
        }
        assert_eq!(format_time(u64::MAX).len(), 19);
    }
}
