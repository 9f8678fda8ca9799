//! Makes the C headers of the interface and holds the ones in `include/` to what the code says.
//!
//! `UPDATE_HEADERS=1 cargo test --test headers` writes them. A header is made of the module of its name below `src/ffi/`
//! (a file, or all files of a folder) and of the enums of the same name below `src/ffi/enums/`; a new one needs a row in
//! [`HEADERS`]. `hal_base.h` and `libiec61850_common_api.h`, macros only, are written by hand.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use cbindgen::{Builder, Config, DocumentationStyle, Language, SortKey, Style};

/// A header, what it includes, and the structs it declares whose tag is not their name: C name and tag. Such a struct
/// is opaque in C unless the code gives it C layout.
struct Header {
    name: &'static str,
    includes: &'static [&'static str],
    tagged: &'static [(&'static str, &'static str)],
}

const fn header(name: &'static str, includes: &'static [&'static str]) -> Header {
    Header { name, includes, tagged: &[] }
}

const HEADERS: &[Header] = &[
    header("hal_thread", &["hal_base"]),
    header("hal_time", &["hal_base"]),
    header("lib_memory", &["hal_base"]),
    header("linked_list", &["libiec61850_common_api"]),
    header("logging_api", &["libiec61850_common_api"]),
    header("tls_ciphers", &[]),
    header("tls_config", &["hal_base", "libiec61850_common_api", "tls_ciphers"]),
    Header {
        tagged: &[("MmsDomain", "sMmsDomain"), ("MmsAccessSpecifier", "sMmsAccessSpecifier")],
        ..header("mms_common", &["libiec61850_common_api"])
    },
    Header {
        tagged: &[("MmsVariableSpecification", "sMmsVariableSpecification")],
        ..header("mms_types", &["mms_common"])
    },
    Header {
        tagged: &[("MmsValue", "sMmsValue")],
        ..header("mms_value", &["libiec61850_common_api", "mms_common", "mms_types"])
    },
    header("mms_type_spec", &["libiec61850_common_api", "linked_list", "mms_types", "mms_value"]),
    header("iso_connection_parameters", &["libiec61850_common_api", "mms_common", "tls_config"]),
    header(
        "iec61850_common",
        &["libiec61850_common_api", "hal_time", "linked_list", "logging_api", "mms_value"],
    ),
    Header {
        tagged: &[("MmsConnectionParameters", "sMmsConnectionParameters")],
        ..header(
            "mms_client_connection",
            &[
                "libiec61850_common_api",
                "iso_connection_parameters",
                "linked_list",
                "mms_common",
                "mms_type_spec",
                "mms_types",
                "mms_value",
            ],
        )
    },
    header(
        "iec61850_client",
        &[
            "libiec61850_common_api",
            "hal_time",
            "iec61850_common",
            "lib_memory",
            "linked_list",
            "logging_api",
            "mms_client_connection",
            "mms_type_spec",
            "mms_value",
            "tls_config",
        ],
    ),
    Header {
        tagged: &[
            ("ModelNode", "sModelNode"),
            ("LogicalDevice", "sLogicalDevice"),
            ("LogicalNode", "sLogicalNode"),
            ("DataObject", "sDataObject"),
            ("DataAttribute", "sDataAttribute"),
            ("DataSetEntry", "sDataSetEntry"),
            ("DataSet", "sDataSet"),
            ("ReportControlBlock", "sReportControlBlock"),
            ("SettingGroupControlBlock", "sSettingGroupControlBlock"),
            ("GSEControlBlock", "sGSEControlBlock"),
            ("SVControlBlock", "sSVControlBlock"),
            ("LogControlBlock", "sLogControlBlock"),
            ("Log", "sLog"),
            ("IedModel", "sIedModel"),
        ],
        ..header("iec61850_model", &["libiec61850_common_api", "iec61850_common", "linked_list", "mms_value"])
    },
    header("iec61850_dynamic_model", &["libiec61850_common_api", "iec61850_model"]),
    header("iec61850_cdc", &["libiec61850_common_api", "iec61850_dynamic_model"]),
    header("hal_filesystem", &["hal_base"]),
    header(
        "mms_server",
        &["libiec61850_common_api", "iso_connection_parameters", "mms_common", "mms_types", "mms_value"],
    ),
    header(
        "iec61850_server",
        &[
            "libiec61850_common_api",
            "hal_filesystem",
            "iec61850_cdc",
            "iec61850_common",
            "iec61850_config_file_parser",
            "iec61850_dynamic_model",
            "iec61850_model",
            "iso_connection_parameters",
            "logging_api",
            "mms_server",
            "mms_value",
            "tls_config",
        ],
    ),
    header(
        "iec61850_ext",
        &["libiec61850_common_api", "iec61850_client", "iec61850_server", "mms_client_connection"],
    ),
    header("iec61850_config_file_parser", &["libiec61850_common_api", "hal_filesystem", "iec61850_model"]),
];

#[test]
fn the_headers_are_current() {
    let update = std::env::var_os("UPDATE_HEADERS").is_some();
    let mut stale = Vec::new();
    for header in HEADERS {
        let path = root().join("include").join(header.name).with_extension("h");
        let text = generate(header);
        if fs::read_to_string(&path).ok().as_deref() == Some(&text) {
            continue;
        }
        if update {
            fs::write(&path, text).expect("include/ is writable");
        } else {
            stale.push(header.name);
        }
    }
    assert!(stale.is_empty(), "stale: {stale:?}; run: UPDATE_HEADERS=1 cargo test --test headers");
}

#[test]
fn every_header_in_the_folder_is_made_here_or_by_hand() {
    for file in fs::read_dir(root().join("include")).expect("include/ exists") {
        let path = file.expect("a directory entry").path();
        let name = path.file_stem().expect("a name").to_string_lossy().into_owned();
        let by_hand = ["hal_base", "libiec61850_common_api"].contains(&name.as_str());
        assert!(by_hand || HEADERS.iter().any(|header| header.name == name), "{name}.h comes from nowhere");
    }
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn generate(header: &Header) -> String {
    let name = header.name;
    let ffi = root().join("src/ffi");
    let sources = sources(&ffi.join(name));
    let enum_file = ffi.join("enums").join(name).with_extension("rs");
    let enums = if enum_file.exists() { enums(&enum_file) } else { String::new() };
    let body = tidy(&types_and_functions(header, &sources), header);
    let about =
        fs::read_to_string(&sources[0]).expect("a source file").lines().next().unwrap_or_default().to_owned();
    let guard = format!("{}_H_", name.to_uppercase());

    let mut text = format!(
        "/*\n * {}\n *\n * Made from src/ffi/{name} by tests/headers.rs; do not edit.\n */\n\n#ifndef {guard}\n#define {guard}\n\n",
        about.trim_start_matches("//! ")
    );
    for include in header.includes {
        let _ = writeln!(text, "#include \"{include}.h\"");
    }
    let open = "\n#ifdef __cplusplus\nextern \"C\" {\n#endif\n\n";
    let close = "#ifdef __cplusplus\n}\n#endif\n\n";
    text.push_str(if header.includes.is_empty() { "" } else { open });
    for (name, tag) in header.tagged {
        let doc = doc_of(&sources, name);
        let _ = write!(text, "/**\n * {doc}\n */\ntypedef struct {tag} {name};\n\n");
    }
    for part in [enums.trim(), body.trim()] {
        if !part.is_empty() {
            let _ = write!(text, "{part}\n\n");
        }
    }
    text.push_str(if header.includes.is_empty() { "" } else { close });
    let _ = writeln!(text, "#endif /* {guard} */");
    short_comments(&optional_field(&text))
}

/// Says whether a struct has the field for TLS.
const TLS_FIELD: &str = "CONFIG_MMS_SUPPORT_TLS";

/// The macro is defined in any case, by the program or here; its value decides.
fn optional_field(text: &str) -> String {
    let define = format!("#define {TLS_FIELD} 0");
    text.replace(&define, &format!("#ifndef {TLS_FIELD}\n{define}\n#endif"))
        .replace(&format!("#if defined({TLS_FIELD})"), &format!("#if ({TLS_FIELD} == 1)"))
        // cbindgen ends an optional field behind its condition
        .replace("\n#endif\n  ;", ";\n#endif")
}

/// The files of a module, the one that begins with its description first.
fn sources(module: &Path) -> Vec<PathBuf> {
    let file = module.with_extension("rs");
    let mut files = if file.exists() { vec![file] } else { vec![module.join("mod.rs")] };
    let mut folders = vec![module.to_owned()];
    while let Some(folder) = folders.pop() {
        let mut entries: Vec<_> = fs::read_dir(&folder)
            .into_iter()
            .flatten()
            .filter_map(|entry| Some(entry.ok()?.path()))
            .collect();
        entries.sort();
        for path in entries {
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") && !files.contains(&path) {
                files.push(path);
            }
        }
    }
    files
}

fn config(name: &str) -> Config {
    let mut config = Config {
        language: Language::C,
        style: Style::Both,
        no_includes: true,
        usize_is_size_t: true,
        documentation_style: DocumentationStyle::Doxy,
        line_length: 120,
        sort_by: SortKey::None,
        ..Config::default()
    };
    let prefix = if name.starts_with("hal_") || name == "lib_memory" { "PAL_API" } else { "LIB61850_API" };
    config.function.prefix = Some(prefix.to_owned());
    config.function.sort_by = Some(SortKey::None);
    config.layout.packed = Some("PACKED".to_owned());
    config.defines.insert("feature = tls-field".to_owned(), TLS_FIELD.to_owned());
    for c_bool in ["CBool", "BoolArg"] {
        config.export.rename.insert(c_bool.to_owned(), "bool".to_owned());
    }
    config
}

/// The real C enums: cbindgen leaves out what no function uses, unless it is named.
fn enums(file: &Path) -> String {
    let mut config = config("");
    config.export.include = public_types(file, KINDS);
    run(config, file)
}

/// Everything else. In code an enum's name is an alias of `c_int`; in C it is the enum, so the alias is left out.
fn types_and_functions(header: &Header, sources: &[PathBuf]) -> String {
    let mut config = config(header.name);
    config.export.include = sources.iter().flat_map(|file| public_types(file, KINDS)).collect();
    for file in fs::read_dir(root().join("src/ffi/enums")).expect("the enums") {
        config.export.exclude.extend(public_types(&file.expect("a directory entry").path(), KINDS));
    }
    for (name, tag) in header.tagged {
        if sources
            .iter()
            .any(|file| public_types(file, &["struct"]).iter().any(|with_layout| with_layout == name))
        {
            config.export.rename.insert((*name).to_owned(), (*tag).to_owned());
        } else {
            config.export.exclude.push((*name).to_owned());
        }
    }
    config.export.include.retain(|name| !config.export.exclude.contains(name));
    run(config, &sources[0])
}

/// cbindgen follows the `mod` items of the file by itself.
fn run(config: Config, file: &Path) -> String {
    let mut text = Vec::new();
    Builder::new()
        .with_config(config)
        .with_src(file)
        .generate()
        .expect("cbindgen understands the boundary")
        .write(&mut text);
    String::from_utf8(text).expect("UTF-8")
}

const KINDS: &[&str] = &["enum", "struct", "type", "union"];

/// The C types of these kinds that a file defines; structs and unions only if they have C layout.
fn public_types(file: &Path, kinds: &[&str]) -> Vec<String> {
    let text = fs::read_to_string(file).expect("a source file");
    let mut names = Vec::new();
    let mut c_layout = false;
    for line in text.lines() {
        c_layout |= line.starts_with("#[repr(C");
        let Some(rest) = line.strip_prefix("pub ") else { continue };
        let mut words = rest.split(|c: char| !c.is_alphanumeric() && c != '_');
        if let (Some(kind), Some(name)) = (words.next(), words.next())
            && kinds.contains(&kind)
            && (c_layout || kind == "type")
        {
            names.push(name.to_owned());
        }
        c_layout = false;
    }
    names
}

/// The description of a type that is declared by its tag alone, as the lines of a comment.
fn doc_of(sources: &[PathBuf], name: &str) -> String {
    for text in sources.iter().filter_map(|file| fs::read_to_string(file).ok()) {
        let lines: Vec<&str> = text.lines().collect();
        let defines = |line: &&str| {
            ["struct", "type", "use"].iter().any(|kind| line.starts_with(&format!("pub {kind} ")))
                && line.split(|c: char| !c.is_alphanumeric() && c != '_').any(|word| word == name)
        };
        if let Some(at) = lines.iter().position(defines) {
            let above = lines[..at].iter().rev().skip_while(|line| line.starts_with("#["));
            let mut doc: Vec<&str> = above.map_while(|line| line.strip_prefix("/// ")).collect();
            doc.reverse();
            if !doc.is_empty() {
                return doc.join("\n * ");
            }
        }
    }
    panic!("{name} is not described")
}

/// Is this the tag of a C struct (`sX`) or union (`uX`) whose name without `struct` or `union` is not C's?
fn is_tag(name: &str) -> bool {
    let mut letters = name.chars();
    matches!(letters.next(), Some('s' | 'u')) && letters.next().is_some_and(char::is_uppercase)
}

/// What cbindgen cannot print: tags without typedef, opaque types, packing, and names that Rust reserves.
///
/// Its output is a sequence of blocks that empty lines separate: one declaration each, with its comment.
fn tidy(text: &str, header: &Header) -> String {
    let (mut names, mut rest) = (Vec::new(), Vec::new());
    for block in text.split("\n\n").map(str::trim).filter(|block| !block.is_empty()) {
        let (comment, code) = block.split_at(block.find("*/").map_or(0, |end| end + 2));
        let code = code.trim_start();
        let line = code.lines().next().unwrap_or_default();
        let words: Vec<&str> = line.trim_end_matches(';').split_whitespace().collect();
        let code = match words.as_slice() {
            ["typedef", "struct" | "union", tag, name] if tag == name && is_tag(tag) => continue,
            ["typedef", .., name] if header.tagged.iter().any(|(tagged, _)| tagged == name) => continue,
            // names of tags come first, as the structs refer to each other
            ["typedef", "struct" | "union", tag, _] if is_tag(tag) && line.ends_with(';') => {
                names.push(rust_words(block));
                continue;
            }
            ["typedef", tag, name] if is_tag(tag) && name.starts_with('*') => {
                names.push(rust_words(format!("{comment}\ntypedef struct {tag} {name};").trim_start()));
                continue;
            }
            ["typedef", kind @ ("struct" | "union"), "PACKED", name, "{"] => {
                let plain = untypedef(&code.replacen("PACKED ", "", 1), kind, name);
                rest.push(rust_words(&format!(
                    "#pragma pack(push, 1)\n{comment}\n{plain}\n#pragma pack(pop)"
                )));
                continue;
            }
            ["typedef", kind @ ("struct" | "union"), name, "{"] => untypedef(code, kind, name),
            // every type has its typedef by now
            ["LIB61850_API" | "PAL_API", ..] => {
                let plain = ["struct ", "union ", "enum "]
                    .iter()
                    .fold(code.to_owned(), |code, kind| code.replace(kind, ""));
                header
                    .tagged
                    .iter()
                    .fold(plain, |code, (name, tag)| code.replace(&format!("{tag} "), &format!("{name} ")))
            }
            _ => code.to_owned(),
        };
        rest.push(rust_words(format!("{comment}\n{code}").trim_start()));
    }
    names.extend(rest);
    names.join("\n\n")
}

/// `typedef struct sX { … } sX;` as `struct sX { … };`
fn untypedef(code: &str, kind: &str, name: &str) -> String {
    if !is_tag(name) {
        return code.to_owned();
    }
    code.replacen(&format!("typedef {kind} {name}"), &format!("{kind} {name}"), 1)
        .replace(&format!("}} {name};"), "};")
}

/// Comments of one line on one line.
fn short_comments(text: &str) -> String {
    let lines: Vec<&str> = text.lines().collect();
    let mut out = String::new();
    let mut at = 0;
    while at < lines.len() {
        let comment =
            lines.get(at..at + 3).filter(|three| three[0].trim() == "/**" && three[2].trim() == "*/");
        if let Some(three) = comment {
            let indent = &three[0][..three[0].len() - 3];
            let _ = writeln!(out, "{indent}/** {} */", three[1].trim().trim_start_matches("* "));
            at += 3;
        } else {
            let _ = writeln!(out, "{}", lines[at]);
            at += 1;
        }
    }
    out
}

/// `self_` is `self` in C, and links of rustdoc are plain names.
fn rust_words(line: &str) -> String {
    let line = line.replace("[`", "`").replace("`]", "`");
    let mut out = String::new();
    let mut rest = line.as_str();
    while let Some(at) = rest.find("self_") {
        let (before, after) = (&rest[..at], &rest[at + 5..]);
        let part_of_name = |c: char| c.is_alphanumeric() || c == '_';
        let whole = !before.ends_with(part_of_name) && !after.starts_with(part_of_name);
        out.push_str(before);
        out.push_str(if whole { "self" } else { "self_" });
        rest = after;
    }
    out + rest
}
