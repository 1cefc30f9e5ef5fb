# shellcheck shell=bash disable=SC2034
# What a machine must have before scripts/test can set up the rest.

missing=()

need_rust() {
  command -v cargo >/dev/null ||
    missing+=("cargo: install Rust with rustup, https://rustup.rs")
  # The formatter is compared with Terraform's own.
  command -v terraform >/dev/null ||
    missing+=("terraform 1.10 or newer: https://developer.hashicorp.com/terraform/install")
}

need_real() {
  python3 -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 10))' 2>/dev/null ||
    missing+=("python3 3.10 or newer with venv: your system's packages python3 and python3-venv, or https://www.python.org/downloads")
  command -v node >/dev/null && command -v npm >/dev/null ||
    missing+=("node 20 or newer, and npm: your system's packages nodejs and npm, or https://nodejs.org/en/download")
}

report_needs() {
  ((${#missing[@]} == 0)) && return
  echo "scripts/test cannot start. Missing:" >&2
  printf '  - %s\n' "${missing[@]}" >&2
  total_failed=${#missing[@]}
  return 1
}
