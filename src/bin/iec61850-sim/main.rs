//! An IEC 61850 server out of a model file, with changing values.

mod animate;
mod args;
mod commands;
mod groups;
mod load;
mod log;
mod numbered;
mod plan;
mod wave;

use std::io::{self, Write};
use std::process::ExitCode;
use std::sync::Arc;
use std::thread;

use iec61850::model::tree::Model;
use iec61850::model::{config_file, scl};
use iec61850::net::Capture;
use iec61850::server::Server;
use iec61850::server::config::Config;
use iec61850::server::core::Core;
use iec61850::server::hooks::Hooks;
use iec61850::server::log::MemoryLog;
use tracing::Level;

use args::{Args, Command};
use commands::Commands;

/// Entries that a log keeps.
const LOG_ENTRIES: usize = 10_000;

fn main() -> ExitCode {
    let args = match args::parse(std::env::args_os().skip(1)) {
        Ok(Command::Serve(args)) => args,
        Ok(Command::Help) => return print(args::USAGE.as_bytes()),
        Ok(Command::Version) => {
            return print(concat!("iec61850-sim ", env!("CARGO_PKG_VERSION"), "\n").as_bytes());
        }
        Err(error) => {
            eprintln!("iec61850-sim: {error}\n\n{}", args::USAGE);
            return ExitCode::from(2);
        }
    };
    let level = if args.log { Level::DEBUG } else { Level::WARN };
    // nobody else sets one in this program
    let _ = tracing::subscriber::set_global_default(log::Printer { level });
    match run(&args) {
        Ok(code) => code,
        Err(reason) => {
            eprintln!("iec61850-sim: {reason}");
            ExitCode::FAILURE
        }
    }
}

fn run(args: &Args) -> Result<ExitCode, String> {
    let options = scl::Options { ied: args.ied.as_deref(), access_point: args.access_point.as_deref() };
    let model = load::load(args.model.as_deref(), &options).map_err(|failure| failure.to_string())?;
    if args.print {
        return Ok(print(&config_file::write(&model)));
    }
    serve(args, model)
}

/// Serves until the process ends.
fn serve(args: &Args, model: Model) -> Result<ExitCode, String> {
    let points = if args.changing { plan::plan(&model) } else { Vec::new() };
    let name = String::from_utf8_lossy(&model.name).into_owned();
    let devices = model.devices.len();
    let default = Config::default();
    let config = Config {
        file_service: args.files.is_some(),
        files: args.files.clone().unwrap_or_else(|| default.files.clone()),
        edition: args.edition,
        ..default
    };
    let commands = Arc::new(Commands::of(&model));
    let hooks: Arc<dyn Hooks> = commands.clone();
    let core = Core::new(model, config, hooks).map_err(|error| error.to_string())?;
    commands.act_on(&core);
    keep_logs(&core);
    let server = Server::new(Arc::clone(&core));
    server.set_address(args.address.clone());
    if let Some(file) = &args.capture {
        let capture = Capture::create(file).map_err(|error| format!("{}: {error}", file.display()))?;
        server.capture(Some(capture));
    }
    server.start(args.port).map_err(|error| format!("port {}: {error}", args.port))?;
    let port = server.port().unwrap_or(args.port);
    // the first words are for programs that start this one
    if print(format!("PORT {port} serving {name}, {devices} logical devices\n").as_bytes())
        != ExitCode::SUCCESS
    {
        return Ok(ExitCode::FAILURE);
    }
    if points.is_empty() {
        loop {
            thread::park();
        }
    }
    animate::run(&core, &points)
}

/// Logs are kept in memory.
fn keep_logs(core: &Core) {
    let space = &core.space;
    for (ln, log) in &space.logs {
        let node = space.node(*ln);
        let Some((node, domain)) = node.and_then(|node| Some((node, space.domain(node.domain)?))) else {
            continue;
        };
        let reference = [&domain.name[..], b"/", node.name(), b"$", log].concat();
        core.set_log_storage(&reference, Arc::new(MemoryLog::new(LOG_ENTRIES)));
    }
}

fn print(text: &[u8]) -> ExitCode {
    let mut out = io::stdout().lock();
    // who listened may be gone
    match out.write_all(text).and_then(|()| out.flush()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(_) => ExitCode::FAILURE,
    }
}
