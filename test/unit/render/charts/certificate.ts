/**
 * A certificate for 127.0.0.1 that signed itself, and its key; they guard nothing but the tests' own servers. Made by
 * `openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 36500 -addext subjectAltName=IP:127.0.0.1`.
 */
export const certificate = `-----BEGIN CERTIFICATE-----
MIIBrzCCAVagAwIBAgIUEZxWz+rvhXdoRu4siXMhgkQDBEMwCgYIKoZIzj0EAwIw
JDEiMCAGA1UEAwwZazhzLWRlcGxveSB0ZXN0IGF1dGhvcml0eTAgFw0yNjExMjAy
MzEzMDNaGA8yMTI2MTAyNzIzMTMwM1owJDEiMCAGA1UEAwwZazhzLWRlcGxveSB0
ZXN0IGF1dGhvcml0eTBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABJf/qofV7YsW
EAxdEqAmLXpzBe/kKXX9o+Yaj49lS9FdZ3BWey46F0okxfRarvWZg0X7bIBqIGXq
6N6nLTyxZpujZDBiMB0GA1UdDgQWBBSfqFYNLBEhDZZfK/+TbWi0QS9FMDAfBgNV
HSMEGDAWgBSfqFYNLBEhDZZfK/+TbWi0QS9FMDAPBgNVHREECDAGhwR/AAABMA8G
A1UdEwEB/wQFMAMBAf8wCgYIKoZIzj0EAwIDRwAwRAIgLqM743UlUhv9nd7KQTpZ
D6yzQsNIYm8TbzojRPq21KsCIB+j/WNgP/fUJ3LV+Lr9a0Lswg5d6k8fedPAuZwo
pELH
-----END CERTIFICATE-----
`;

export const privateKey = `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgfIymhe5FpHURFYoM
ZnQkaI5EKIYgZr0ZSjRkW3RdJu6hRANCAASX/6qH1e2LFhAMXRKgJi16cwXv5Cl1
/aPmGo+PZUvRXWdwVnsuOhdKJMX0Wq71mYNF+2yAaiBl6ujepy08sWab
-----END PRIVATE KEY-----
`;
