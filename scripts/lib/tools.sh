# shellcheck shell=bash disable=SC2154
# Sets up the pinned tools of tests/real in $tools, again only when a pin changes.

install_tools() {
  install_python_packages && install_node_packages && configure_terraform
}

install_python_packages() {
  local pins=tests/real/requirements.txt venv=$tools/venv
  cmp -s "$pins" "$venv/installed.txt" && "$venv/bin/python" -c '' && return
  echo "installing $pins"
  rm -rf "$venv"
  python3 -m venv "$venv" &&
    "$venv/bin/pip" install --quiet --disable-pip-version-check --requirement "$pins" &&
    cp "$pins" "$venv/installed.txt"
}

install_node_packages() {
  local pins=tests/real/package-lock.json
  cmp -s "$pins" "$tools/node_modules/installed.json" && return
  echo "installing $pins"
  cp tests/real/package.json "$pins" "$tools" &&
    (cd "$tools" && npm ci --no-audit --no-fund --loglevel=error) &&
    cp "$pins" "$tools/node_modules/installed.json"
}

# With a filesystem mirror in its configuration `terraform init` links the provider instead of
# copying half a gigabyte (0.4 s instead of 2 s), and asks no registry.
configure_terraform() {
  local mirror
  mirror=$(provider_mirror) || return
  echo "the AWS provider comes from $mirror"
  cat >"$tools/terraform.rc" <<END
provider_installation {
  filesystem_mirror {
    path    = "$mirror"
    include = ["registry.terraform.io/hashicorp/aws"]
  }
}
END
}

provider_mirror() {
  local folder
  if [[ -n ${POOLSMITH_PROVIDER_MIRROR:-} ]]; then
    has_provider "$POOLSMITH_PROVIDER_MIRROR" && echo "$POOLSMITH_PROVIDER_MIRROR" && return
    echo "POOLSMITH_PROVIDER_MIRROR: no registry.terraform.io/hashicorp/aws in $POOLSMITH_PROVIDER_MIRROR" >&2
    return 1
  fi
  while IFS= read -r folder; do
    has_provider "$folder" && echo "$folder" && return
  done < <(terraform_mirror_folders; add_on_mirror_folders)
  provider_from_registry
}

has_provider() {
  [[ -d $1/registry.terraform.io/hashicorp/aws ]]
}

# https://developer.hashicorp.com/terraform/cli/config/config-file#implied-local-mirror-directories
terraform_mirror_folders() {
  local data_dirs
  echo "$HOME/.terraform.d/plugins"
  IFS=: read -ra data_dirs <<<"${XDG_DATA_HOME:-$HOME/.local/share}:${XDG_DATA_DIRS:+$XDG_DATA_DIRS:}/usr/local/share:/usr/share"
  printf '%s/terraform/plugins\n' "${data_dirs[@]}"
}

add_on_mirror_folders() {
  find /opt /srv /usr/local /usr/lib /var/lib -maxdepth 4 -type d -name registry.terraform.io 2>/dev/null |
    sed 's,/registry\.terraform\.io$,,'
}

# What `terraform init` installs is laid out as a filesystem mirror is.
provider_from_registry() {
  local folder=$tools/provider
  if ! has_provider "$folder/.terraform/providers"; then
    echo "downloading the AWS provider from Terraform's registry" >&2
    mkdir -p "$folder"
    cat >"$folder/versions.tf" <<'END'
terraform {
  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = ">= 5.79, < 7.0"
    }
  }
}
END
    terraform -chdir="$folder" init -input=false -no-color >&2 || return
  fi
  echo "$folder/.terraform/providers"
}
