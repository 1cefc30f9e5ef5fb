# shellcheck shell=bash
# The browser that looks at reports: one on the PATH. CI installs it where it can; without one, its tests are skipped.

# Prints the path.
provide_chromium() {
  find_chromium && return
  install_chromium >&2 && find_chromium
}

find_chromium() {
  local name
  for name in chromium chromium-browser google-chrome; do
    command -v "$name" && return
  done
  return 1
}

install_chromium() {
  [[ ${CI:-} == true && $EUID == 0 ]] && command -v apt-get >/dev/null || return
  echo "installing Chromium"
  apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -qq --no-install-recommends chromium >/dev/null
}
