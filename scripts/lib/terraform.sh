# shellcheck shell=bash disable=SC2154
# The terraform on the PATH if it is new enough, else a pinned release in $tools/bin.

readonly terraform_version=1.11.4

# The SHA-256 of a platform's archive, from terraform_1.11.4_SHA256SUMS beside HashiCorp's release.
terraform_sha256() {
  case $1 in
    linux_amd64) echo 1ce994251c00281d6845f0f268637ba50c0005657eb3cf096b92f753b42ef4dc ;;
    linux_arm64) echo a43d1d0da9b9bab214a8305a39db0e40869572594ccf50c416a7756499143633 ;;
    darwin_amd64) echo a56d5002b9f7647291faccc3dd1a70350e60fb61e4c45037629508b8fdc2575b ;;
    darwin_arm64) echo 867e0808fa971217043e25b7a792b10720c79b1546f8a68479b74f138be73e18 ;;
    *) return 1 ;;
  esac
}

# Whether there is one now.
provide_terraform() {
  is_terraform_new_enough && return
  PATH=$tools/bin:$PATH
  is_terraform_new_enough || { fetch_terraform && is_terraform_new_enough; }
}

is_terraform_new_enough() {
  local version
  version=$(CHECKPOINT_DISABLE=1 TF_CLI_CONFIG_FILE='' terraform version 2>/dev/null | sed -n '1s/^Terraform v//p')
  [[ $version =~ ^1\.([0-9]+)\. ]] && ((BASH_REMATCH[1] >= 10))
}

fetch_terraform() {
  local platform published archive
  platform=$(terraform_platform)
  published=$(terraform_sha256 "$platform") || return
  archive=$tools/terraform_${terraform_version}_$platform.zip
  mkdir -p "$tools/bin"
  echo "downloading Terraform $terraform_version for $platform"
  curl --fail --silent --show-error --location --connect-timeout 10 --output "$archive" \
    "${TERRAFORM_RELEASES:-https://releases.hashicorp.com/terraform}/$terraform_version/${archive##*/}" || return
  if [[ $(sha256 "$archive") != "$published" ]]; then
    echo "${archive##*/} is not what HashiCorp has published: its SHA-256 differs" >&2
    rm -f "$archive"
    return 1
  fi
  unpack_terraform "$archive" && chmod +x "$tools/bin/terraform"
}

terraform_platform() {
  local system machine
  system=$(uname -s | tr '[:upper:]' '[:lower:]')
  machine=$(uname -m)
  case $machine in
    x86_64) machine=amd64 ;;
    aarch64) machine=arm64 ;;
  esac
  echo "${system}_$machine"
}

sha256() {
  { sha256sum "$1" 2>/dev/null || shasum -a 256 "$1"; } | cut -d ' ' -f 1
}

unpack_terraform() {
  unzip -oq "$1" terraform -d "$tools/bin" 2>/dev/null || python3 -m zipfile -e "$1" "$tools/bin"
}
