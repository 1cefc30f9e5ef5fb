/// The environment in whose folder a file is.
pub fn environment(path: &str) -> Option<&str> {
    path.strip_prefix("environments/")?.split_once('/').map(|(environment, _)| environment)
}
