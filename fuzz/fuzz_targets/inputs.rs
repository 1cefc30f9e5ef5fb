//! Any inputs file, in the language that the first byte chooses: problems, never a panic.
#![no_main]

use libfuzzer_sys::fuzz_target;
use poolsmith::inputs::environments;
use poolsmith::inputs::read::{Language, read};
use poolsmith::model::{check_together, model, resolve};
use poolsmith::policy::{Kinds, PolicyFiles};
use poolsmith::source::{Problems, Sources};

fuzz_target!(|bytes: &[u8]| {
    let Some((first, rest)) = bytes.split_first() else { return };
    let Ok(text) = std::str::from_utf8(rest) else { return };
    let language = [Language::Yaml, Language::Json, Language::Toml][usize::from(*first) % 3];
    let (mut sources, problems) = (Sources::default(), Problems::default());
    let file = sources.add("poolsmith", text);
    let Some(root) = read(text, file, language, &problems) else { return };
    let inputs = environments(&root, &problems);
    let no_files = |name: &str| Err(format!("{name} is not read here"));
    let kinds = Kinds::built_in();
    let mut files = PolicyFiles::new(&mut sources, &no_files, &problems);
    let meant: Vec<_> = inputs.iter().filter_map(|inputs| resolve(inputs, &kinds, &mut files)).collect();
    check_together(&meant, &problems);
    if !meant.is_empty() {
        model(&meant, "poolsmith.yaml", &problems);
    }
});
