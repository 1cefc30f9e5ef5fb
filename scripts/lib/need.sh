# shellcheck shell=bash disable=SC2034,SC2154
# What the tests need beyond this checkout. Nothing goes without Rust; without one of the other tools,
# what needs it is skipped. Where CI is "true", that is a failure.

missing_terraform='' missing_python='' missing_node=''

look_for_tools() {
  if ! command -v cargo >/dev/null; then
    echo "scripts/test needs cargo: install Rust with rustup, https://rustup.rs" >&2
    total_failed=1
    return 1
  fi
  provide_terraform ||
    missing_terraform="terraform 1.10 or newer: https://developer.hashicorp.com/terraform/install"
  python3 -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 10))' 2>/dev/null ||
    missing_python="python3 3.10 or newer with venv: your system's packages python3 and python3-venv, or https://www.python.org/downloads"
  command -v node >/dev/null && command -v npm >/dev/null ||
    missing_node="node 20 or newer, and npm: your system's packages nodejs and npm, or https://nodejs.org/en/download"
  return 0
}

# need NAME TOOL…: whether there is all that the tests of that name need; says what is missing.
need() {
  local name=$1 missing=()
  shift
  for tool in "$@"; do
    [[ -z $tool ]] || missing+=("$tool")
  done
  ((${#missing[@]} == 0)) && return
  skip "$name" 1 "${missing[@]}"
  return 1
}

# skip NAME COUNT REASON…: counts tests as skipped, or as failed in CI.
skip() {
  local name=$1 count=$2
  shift 2
  if [[ ${CI:-} == true ]]; then
    printf '\n== %s: FAILED, for CI must have\n' "$name"
    ((total_failed += count))
  else
    printf '\n== %s: skipped, for there is no\n' "$name"
    ((total_skipped += count))
  fi
  printf '  - %s\n' "$@"
}
