#!/usr/bin/env bash
# A proxy with TLS in front of the page, by the example that is installed beside the program, until it is ended:
# serve.sh BUILD KIND FOLDER NAME PORT PLAIN-PORT BILLET-PORT [signs-in]. KIND: nginx or caddy. FOLDER is the proxy's own; it gets a
# certificate of NAME, and its users (anna, adam; password "correct horse") where the proxy signs people in.
set -eu
root=$(cd "$(dirname "$0")/../.." && pwd)
programs=$(sh "$root/tests/proxies/install.sh" "$1")
kind=$2 folder=$(cd "$3" && pwd) name=$4 port=$5 plain=$6 billet=$7 signs=${8-}
cd "$folder"
[ -f cert.pem ] || openssl req -x509 -newkey rsa:2048 -nodes -keyout key.pem -out cert.pem -days 3 -subj "/CN=$name" \
  -addext "subjectAltName=DNS:$name" 2>/dev/null
if [ -n "$signs" ]; then
  printf '%s\n' anna adam | sed "s|\$|:$(openssl passwd -apr1 'correct horse')|" >users
  hash=$(perl -e 'print crypt("correct horse", "\$2b\$04\$abcdefghijklmnopqrstuu")')
fi

# Another name, ports, and files; where it signs people in, the lines that are commented out.
site() { # EXAMPLE
  sed -E "s|billing\.example|$name|g; s|127\.0\.0\.1:8080|127.0.0.1:$billet|; s|/etc/ssl/[a-z]*/$name\.pem|$folder/cert.pem|
    s|/etc/ssl/[a-z]*/$name\.key|$folder/key.pem|; s|/etc/nginx/billet\.users|$folder/users|; /listen \[::\]/d
    s|listen 80;|listen 127.0.0.1:$plain;|; s|listen 443 |listen 127.0.0.1:$port |
    ${signs:+/Remote-User \"\"|-Remote-User/d; s/^( *)#(auth_basic|proxy_set_header)/\1\2/
      s/^(\t*)#(header_up|basicauth|\})/\1\2/; s|#\tanna .*|\tanna $hash\n\t\tadam $hash|}" "$root/core/package/proxies/$1"
}

# In one process, which ends with whoever started it.
serve_nginx() {
  {
    printf 'daemon off;\nmaster_process off;\npid %s/pid;\nerror_log stderr;\nevents {}\nhttp {\n  access_log off;\n' "$folder"
    for temporary in client_body proxy fastcgi uwsgi scgi; do printf '  %s_temp_path %s/%s;\n' $temporary "$folder" $temporary; done
    site nginx-billet.conf
    # One that was told nothing.
    printf '  server {\n    listen 127.0.0.1:%s;\n    server_name bare;\n' "$plain"
    printf '    location / { proxy_pass http://127.0.0.1:%s; }\n  }\n}\n' "$billet"
  } >nginx.conf
  exec "$programs/usr/sbin/nginx" -p "$folder" -c "$folder/nginx.conf"
}

# Without a certificate authority to ask, and on another port.
serve_caddy() {
  printf '{\n\tadmin off\n\tauto_https off\n\tservers {\n\t\tprotocols h1 h2\n\t}\n}\n' >Caddyfile
  site Caddyfile | sed "s|^$name {|$name:$port {\n\ttls $folder/cert.pem $folder/key.pem|" >>Caddyfile
  export HOME=$folder XDG_DATA_HOME=$folder XDG_CONFIG_HOME=$folder
  exec "$programs/usr/bin/caddy" run --adapter caddyfile --config "$folder/Caddyfile"
}

"serve_$kind"
