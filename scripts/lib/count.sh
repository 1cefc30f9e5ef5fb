# shellcheck shell=bash disable=SC2154
# Runs the steps of scripts/test and adds up what they passed, failed and skipped.

total_passed=0 total_failed=0 total_skipped=0

# step NAME COUNTER COMMAND…: COUNTER reads the command's output and prints "PASSED FAILED SKIPPED".
step() {
  local name=$1 counter=$2 start=$SECONDS status log passed failed skipped
  shift 2
  log=$tools/${name// /-}.log
  mkdir -p "$tools"

  printf '\n== %s\n' "$name"
  "$@" 2>&1 | tee "$log"
  status=${PIPESTATUS[0]}

  read -r passed failed skipped < <("$counter" "$status" <"$log")
  # A command that dies before its first test has failed, whatever its output counts.
  if ((status != 0 && failed == 0)); then failed=1; fi
  ((total_passed += passed, total_failed += failed, total_skipped += skipped))
  printf -- '-- %s: %s, %d s\n' "$name" "$( ((status == 0)) && echo ok || echo FAILED)" $((SECONDS - start))
  return "$status"
}

count_step() {
  echo "$(($1 == 0)) $(($1 != 0)) 0"
}

# test result: ok. 12 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.01s
count_cargo() {
  awk '/^test result:/ { passed += $4; failed += $6; skipped += $8 }
       END { print passed + 0, failed + 0, skipped + 0 }'
}

# ===== 1 failed, 20 passed, 2 skipped, 1 error in 61.20s =====
count_pytest() {
  awk '/ in [0-9.]+s/ {
         passed = failed = skipped = 0
         for (i = 2; i <= NF; i++) {
           if ($i ~ /^passed/) passed += $(i - 1)
           if ($i ~ /^(failed|errors?|xpassed)/) failed += $(i - 1)
           if ($i ~ /^(skipped|xfailed)/) skipped += $(i - 1)
         }
       }
       END { print passed + 0, failed + 0, skipped + 0 }'
}

print_total() {
  printf '\n%d passed, %d failed, %d skipped\n' $total_passed $total_failed $total_skipped
  ((total_failed == 0))
}
