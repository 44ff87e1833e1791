#!/usr/bin/env python3
"""Makes keys.yaml: the keys of a certification authority, issuers and cards that exist only here.

Needs the openssl command line and nothing but Python's standard library. The keys are thrown dice:
each run makes others, so that a run is only for new kinds of keys. Then every certificate changes,
and the tests must be run.

    Tests/Cards/make-keys.py > Tests/Cards/keys.yaml
"""
import re
import subprocess

HEAD = """\
# Test keys, private parts and all: they protect nothing, and no terminal in use may trust them.
# Made by make-keys.py. RSA has modulus, exponent and private exponent; a curve has the private key.
"""

# Bits and exponent; 65,537 is EMV's other exponent.
RSA = [(768, 3), (1024, 3), (1152, 3), (1408, 3), (1984, 3), (1024, 65537), (1984, 65537)]
ROLES = ["ca", "issuer", "card"]
CURVES = {"p256": "prime256v1", "p521": "secp521r1", "sm2": "SM2"}


def openssl(*arguments, given=None):
    run = subprocess.run(["openssl", *arguments], input=given, capture_output=True, check=True)
    return run.stdout.decode()


def field(text, name):
    """The bytes of a number that `openssl … -text` prints over several lines."""
    lines = text.split(name + ":")[1]
    digits = re.match(r"\s*((?:[0-9a-f]{2}:?\s*)+)", lines).group(1)
    return re.sub(r"[^0-9a-f]", "", digits).upper()


def rsa(bits, exponent):
    key = openssl(
        "genpkey", "-algorithm", "RSA", "-pkeyopt", f"rsa_keygen_bits:{bits}", "-pkeyopt",
        f"rsa_keygen_pubexp:{exponent}")
    text = openssl("pkey", "-noout", "-text", given=key.encode())
    width = bits // 4
    modulus = field(text, "modulus").lstrip("0").zfill(width)
    private = field(text, "privateExponent").lstrip("0").zfill(width)
    return {"modulus": modulus, "exponent": "03" if exponent == 3 else "010001", "private": private}


def curve(name):
    key = openssl("ecparam", "-name", CURVES[name], "-genkey", "-noout")
    text = openssl("ec", "-noout", "-text", given=key.encode())
    width = 132 if name == "p521" else 64
    return {"curve": name, "private": field(text, "priv").lstrip("0").zfill(width)}


def main():
    print(HEAD, end="")
    for role in ROLES:
        for bits, exponent in RSA:
            name = f"{role}-{bits}" + ("" if exponent == 3 else "-f4")
            show(name, rsa(bits, exponent))
        for name in CURVES:
            show(f"{role}-{name}", curve(name))


def show(name, members):
    print(f"{name}:")
    for key, value in members.items():
        print(f"  {key}: {value}")


main()
