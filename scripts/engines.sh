#!/usr/bin/env bash
# Installs the real engines that the integration tests run on: Debian's redis-server, postgresql and mariadb-server (as root), and
# chromadb, moto's S3 server and secantusdb in a Python environment of their own. Only what is missing is installed; a step that
# fails says why and the rest goes on. Ends by writing environment.sh into the folder, to be sourced: where each engine is, and in
# POLYPHONY_REQUIRE_ENGINES the names of those that are there, which tests with CI=true then must not skip.
set -u
cd "$(dirname "$0")/.."
folder=$PWD/.data/engines
python=$folder/python
seconds_per_step=600
seconds_in_all=1500
mkdir -p "$folder"

say() { printf 'engines: %s\n' "$*"; }

# attempt WHAT COMMAND...: runs the command within its time, keeping its output for the reason of a failure.
attempt() {
  local what=$1 log=$folder/last-step.log
  shift
  local started=$SECONDS status=0
  local limit=$((seconds_in_all - SECONDS))
  [ "$limit" -le "$seconds_per_step" ] || limit=$seconds_per_step
  if [ "$limit" -le 0 ]; then
    say "$what: no time left"
    return 1
  fi
  timeout "$limit" "$@" >"$log" 2>&1 </dev/null || status=$?
  if [ "$status" -eq 0 ]; then
    say "$what: done in $((SECONDS - started)) s"
  elif [ "$status" -eq 124 ]; then
    say "$what: not within $limit s"
  else
    say "$what: failed: $(grep -iE 'error|unable|cannot|fail|E:' "$log" | tail -n 1 | cut -c 1-200)"
  fi
  return "$status"
}

postgres_program() { ls -d /usr/lib/postgresql/*/bin/postgres 2>/dev/null | sort -V | tail -n 1; }
has_program() { command -v "$1" >/dev/null 2>&1 || [ -x "/usr/sbin/$1" ]; }

install_debian_packages() {
  local missing=()
  has_program redis-server || missing+=(redis-server)
  [ -n "$(postgres_program)" ] || missing+=(postgresql)
  has_program mariadbd || missing+=(mariadb-server)
  [ "${#missing[@]}" -gt 0 ] || return 0
  if ! has_program apt-get || [ "$(id -u)" -ne 0 ]; then
    say "${missing[*]}: only root on Debian can install them here"
    return 0
  fi
  # Tests start their own servers: the packages must not start theirs.
  local policy=/usr/sbin/policy-rc.d made_policy=false
  if [ ! -e "$policy" ]; then
    printf '#!/bin/sh\nexit 101\n' >"$policy" && chmod +x "$policy" && made_policy=true
  fi
  attempt 'list of Debian packages' apt-get update
  local package
  for package in "${missing[@]}"; do
    attempt "$package" env DEBIAN_FRONTEND=noninteractive apt-get install --yes --no-install-recommends "$package"
  done
  [ "$made_policy" = false ] || rm -f "$policy"
}

# install_python_package COMMAND REQUIREMENT: unless the very requirement was installed before.
install_python_package() {
  local command=$1 requirement=$2
  local stamp=$python/installed-$command
  [ -x "$python/bin/$command" ] && [ "$(cat "$stamp" 2>/dev/null)" = "$requirement" ] && return 0
  attempt "$requirement" "$python/bin/pip" install --quiet --disable-pip-version-check "$requirement" || return 0
  printf '%s' "$requirement" >"$stamp"
}

install_python_packages() {
  if [ ! -x "$python/bin/pip" ]; then
    rm -rf "$python"
    if ! has_program python3; then
      say 'chromadb, moto, secantusdb: there is no python3'
      return 0
    fi
    if ! attempt 'Python environment' python3 -m venv "$python" && has_program apt-get && [ "$(id -u)" -eq 0 ]; then
      attempt python3-venv env DEBIAN_FRONTEND=noninteractive apt-get install --yes --no-install-recommends python3-venv
      attempt 'Python environment' python3 -m venv "$python"
    fi
    [ -x "$python/bin/pip" ] || return 0
  fi
  install_python_package chroma 'chromadb==1.5.9'
  install_python_package moto_server 'moto[server]==5.2.5'
  install_python_package secantusd-py 'secantusdb==0.7.0b3'
}

write_environment() {
  local target=$folder/environment.sh found=() postgres
  : >"$target.new"
  export_program() { # NAME VARIABLE FILE
    [ -n "$3" ] && [ -x "$3" ] || return 0
    found+=("$1")
    printf "export %s='%s'\n" "$2" "$3" >>"$target.new"
  }
  postgres=$(postgres_program)
  export_program redis REDIS_COMMAND "$(PATH=$PATH:/usr/sbin command -v redis-server)"
  export_program chroma CHROMA_COMMAND "$python/bin/chroma"
  export_program s3 MOTO_COMMAND "$python/bin/moto_server"
  export_program postgresql POSTGRES_COMMAND "$postgres"
  export_program mariadb MARIADB_COMMAND "$(PATH=$PATH:/usr/sbin command -v mariadbd)"
  export_program secantusdb SECANTUSDB_COMMAND "$python/bin/secantusd-py"
  printf "export POLYPHONY_REQUIRE_ENGINES='%s'\n" "$(IFS=,; echo "${found[*]:-}")" >>"$target.new"
  mv "$target.new" "$target"
  say "found: ${found[*]:-none}"
}

install_debian_packages
install_python_packages
write_environment
