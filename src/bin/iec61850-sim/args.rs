//! The command line.

use std::ffi::OsString;
use std::path::PathBuf;

use iec61850::server::config::Edition;
use lexopt::{Arg, Parser, ValueExt};

pub(crate) const USAGE: &str = "\
Serves the data model of a file as an IEC 61850 server, with changing values.

Usage: iec61850-sim [MODEL] [options]

MODEL is an SCL file (ICD, IID, CID, SCD) or a configuration file of libiec61850;
without one, a packaged sample with every common data class is served.

Options:
  --port N            TCP port [102]; 0 for a free one, which is printed
  --address A         address to listen on [all]
  --files DIR         directory of the file service [no file service]
  --capture FILE      write what goes over all connections to a pcapng file for Wireshark
  --edition E         edition of IEC 61850: 1, 2 or 2.1 [2]
  --ied NAME          the IED of the SCL file, if it has several
  --access-point NAME the access point of the IED [the first one with a server]
  --static            values do not change by themselves
  --print             print the model as a configuration file and end
  --log               log what happens, not only what is wrong
  --help, --version
";

/// What the user wants.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Args {
    pub(crate) model: Option<PathBuf>,
    pub(crate) port: u16,
    pub(crate) address: Option<String>,
    pub(crate) files: Option<PathBuf>,
    pub(crate) capture: Option<PathBuf>,
    pub(crate) edition: Edition,
    pub(crate) ied: Option<String>,
    pub(crate) access_point: Option<String>,
    /// Values change by themselves.
    pub(crate) changing: bool,
    pub(crate) print: bool,
    pub(crate) log: bool,
}

/// What a command line asks for.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Command {
    Serve(Box<Args>),
    Help,
    Version,
}

/// Reads a command line, without the name of the program.
pub(crate) fn parse(line: impl IntoIterator<Item = OsString>) -> Result<Command, lexopt::Error> {
    let mut args = Args {
        model: None,
        port: 102,
        address: None,
        files: None,
        capture: None,
        edition: Edition::Two,
        ied: None,
        access_point: None,
        changing: true,
        print: false,
        log: false,
    };
    let mut parser = Parser::from_args(line);
    while let Some(arg) = parser.next()? {
        match arg {
            Arg::Long("port") => args.port = parser.value()?.parse()?,
            Arg::Long("address") => args.address = Some(parser.value()?.string()?),
            Arg::Long("files") => args.files = Some(parser.value()?.into()),
            Arg::Long("capture") => args.capture = Some(parser.value()?.into()),
            Arg::Long("edition") => args.edition = parser.value()?.parse_with(edition)?,
            Arg::Long("ied") => args.ied = Some(parser.value()?.string()?),
            Arg::Long("access-point") => args.access_point = Some(parser.value()?.string()?),
            Arg::Long("static") => args.changing = false,
            Arg::Long("print") => args.print = true,
            Arg::Long("log") => args.log = true,
            Arg::Long("help") | Arg::Short('h') => return Ok(Command::Help),
            Arg::Long("version") | Arg::Short('V') => return Ok(Command::Version),
            Arg::Value(path) if args.model.is_none() => args.model = Some(path.into()),
            other => return Err(other.unexpected()),
        }
    }
    Ok(Command::Serve(Box::new(args)))
}

fn edition(text: &str) -> Result<Edition, &'static str> {
    match text {
        "1" => Ok(Edition::One),
        "2" => Ok(Edition::Two),
        "2.1" => Ok(Edition::TwoOne),
        _ => Err("the editions are 1, 2 and 2.1"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(line: &str) -> Result<Command, String> {
        parse(line.split_whitespace().map(OsString::from)).map_err(|error| error.to_string())
    }

    fn args(line: &str) -> Args {
        match read(line) {
            Ok(Command::Serve(args)) => *args,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn all_options_are_understood() {
        let args = args(
            "a.cid --port 0 --address ::1 --files=f --capture c --edition 2.1 --ied A --access-point P --static --log",
        );
        assert_eq!((args.port, args.address.as_deref(), args.edition), (0, Some("::1"), Edition::TwoOne));
        assert_eq!((args.model, args.files), (Some("a.cid".into()), Some("f".into())));
        assert_eq!(args.capture, Some("c".into()));
        assert_eq!((args.ied.as_deref(), args.access_point.as_deref()), (Some("A"), Some("P")));
        assert_eq!((args.changing, args.print, args.log), (false, false, true));
    }

    #[test]
    fn nothing_is_needed() {
        let args = args("");
        assert_eq!((args.model, args.port, args.changing), (None, 102, true));
    }

    #[test]
    fn mistakes_are_told() {
        for line in
            ["a.cid b.cid", "--port x", "--port 65536", "--edition 3", "--unknown", "--files", "--static=1"]
        {
            assert!(read(line).is_err(), "{line}");
        }
        assert_eq!(read("x.cid --help"), Ok(Command::Help));
        assert_eq!(read("-V"), Ok(Command::Version));
    }
}
