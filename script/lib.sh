# Phần chung của script/server và script/test: gói hệ thống, môi trường Python, var/env.
# Được nạp bằng `source`; thư mục hiện hành là thư mục gốc của dự án.

VENV=.venv
# venv: dùng Python nào; libpango, libharfbuzz…: WeasyPrint nạp khi dựng PDF.
PYTHON_PACKAGES=(python3 python3-venv)
PDF_PACKAGES=(libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz0b libharfbuzz-subset0 libfontconfig1 fontconfig)
PDF_LIBRARIES="libgobject-2.0.so.0 libpango-1.0.so.0 libpangoft2-1.0.so.0 libharfbuzz.so.0 libharfbuzz-subset.so.0 libfontconfig.so.1"

say() { printf '%s\n' "$*"; }
stop() {
  printf 'DỪNG: %s\n' "$*" >&2
  exit 1
}

# install_packages GÓI… : cài bằng apt-get, dùng sudo khi không phải root.
install_packages() {
  local as_root=()
  if ! command -v apt-get >/dev/null; then
    stop "Máy này không có apt-get; xin tự cài các gói: $* rồi chạy lại."
  fi
  if [ "$(id -u)" -ne 0 ]; then
    if ! command -v sudo >/dev/null; then
      stop "Cần quyền quản trị để cài gói hệ thống; xin nhờ người quản trị chạy “apt-get install $*” rồi chạy lại."
    fi
    as_root=(sudo)
  fi
  say "Cài gói hệ thống: $*"
  # Danh mục gói cũ vẫn có thể đủ dùng, nên lỗi cập nhật chưa phải là lỗi cài.
  "${as_root[@]}" apt-get update -q >/dev/null || say "Không cập nhật được danh mục gói, cài theo danh mục đang có."
  "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends "$@" >/dev/null ||
    stop "Không cài được gói hệ thống; xin nhờ người quản trị chạy “apt-get install $*” rồi chạy lại."
}

python_is_usable() {
  "$1" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1
}

# find_python: đặt PYTHON3 là Python >= 3.11 có venv, cài khi thiếu.
find_python() {
  local candidate
  for candidate in "${PYTHON:-}" python3 python3.13 python3.12 python3.11; do
    if [ -n "$candidate" ] && python_is_usable "$candidate"; then
      PYTHON3=$candidate
      return
    fi
  done
  if [ -z "${1:-}" ]; then
    install_packages "${PYTHON_PACKAGES[@]}"
    find_python again
    return
  fi
  stop "Cần Python 3.11 trở lên (Debian 12, 13 hoặc Ubuntu 24.04); xin cài rồi chạy lại, hoặc chỉ rõ bằng PYTHON=/đường/dẫn/python3."
}

pdf_libraries_load() {
  "$1" -c 'import ctypes, sys; [ctypes.CDLL(name) for name in sys.argv[1:]]' $PDF_LIBRARIES 2>/dev/null
}

stamp_of() { { "$VENV/bin/python" -V; cat "$1"; } | sha256sum; }

# prepare_python TỆP… : tạo .venv, cài các bản đã ghim; bỏ qua khi không có gì đổi.
prepare_python() {
  local file changed=0
  if ! "$VENV/bin/python" -c 'import pip' >/dev/null 2>&1; then
    find_python
    say "Tạo môi trường Python trong $VENV"
    "$PYTHON3" -m venv --clear "$VENV"
  fi
  for file in "$@"; do
    [ "$(cat "$VENV/.installed-$file" 2>/dev/null)" = "$(stamp_of "$file")" ] || changed=1
  done
  if [ "$changed" -eq 1 ]; then
    say "Cài thư viện Python: $*"
    "$VENV/bin/python" -m pip install -qq --disable-pip-version-check --no-input "${@/#/-r}" ||
      stop "Không cài được thư viện Python; xin xem lỗi ở trên và kiểm tra đường mạng tới kho gói Python."
    # Chỉ ghi dấu sau khi cài xong: bị ngắt giữa chừng thì lần sau cài lại.
    for file in "$@"; do stamp_of "$file" >"$VENV/.installed-$file"; done
  fi
  pdf_libraries_load "$VENV/bin/python" || install_packages "${PDF_PACKAGES[@]}"
  pdf_libraries_load "$VENV/bin/python" ||
    stop "Chưa nạp được thư viện dựng PDF; xin cài các gói: ${PDF_PACKAGES[*]} rồi chạy lại."
}

# prepare_var: thư mục dữ liệu và khóa bí mật, chỉ chủ nhân đọc được.
prepare_var() {
  VAR=${DANDVAN_VAR:-var}
  mkdir -p "$VAR"
  chmod 700 "$VAR"
  if [ ! -s "$VAR/env" ]; then
    say "Tạo khóa bí mật trong $VAR/env"
    # Viết ra tệp tạm rồi đổi tên: bị ngắt giữa chừng cũng không để lại nửa khóa.
    (
      umask 077
      "$VENV/bin/python" - >"$VAR/env.new" <<'PY'
import secrets

print("# Do script/server viết một lần; giữ kín. DANDVAN_LOCAL=1: chạy trên máy này, không https.")
print("SECRET_KEY=" + secrets.token_urlsafe(50))
print("DANDVAN_LOCAL=1")
PY
      mv "$VAR/env.new" "$VAR/env"
    )
  fi
  chmod 600 "$VAR/env"
}
