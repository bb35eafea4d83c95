// A certificate that signs itself, made when a test asks for it, so that none lies about and expires.
#pragma once

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include <cstdio>
#include <memory>
#include <string>

namespace parley {

/// Paths of PEM files.
struct TestCertificate {
  std::string certificate_file;
  std::string key_file;
};

/// `alternative` is a subjectAltName such as "IP:127.0.0.1" or "DNS:example.com"; valid from an hour ago.
inline TestCertificate make_certificate(const std::string& folder, const std::string& name,
                                        const std::string& alternative, long valid_seconds) {
  const std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> key(EVP_EC_gen("P-256"), &EVP_PKEY_free);
  const std::unique_ptr<X509, decltype(&X509_free)> certificate(X509_new(), &X509_free);
  X509_set_version(certificate.get(), 2);
  ASN1_INTEGER_set(X509_get_serialNumber(certificate.get()), 1);
  X509_gmtime_adj(X509_getm_notBefore(certificate.get()), -3600);
  X509_gmtime_adj(X509_getm_notAfter(certificate.get()), valid_seconds);
  X509_set_pubkey(certificate.get(), key.get());
  X509_NAME* subject = X509_get_subject_name(certificate.get());
  X509_NAME_add_entry_by_txt(subject, "CN", MBSTRING_ASC, reinterpret_cast<const unsigned char*>("test"), -1, -1,
                             0);
  X509_set_issuer_name(certificate.get(), subject);
  const std::unique_ptr<X509_EXTENSION, decltype(&X509_EXTENSION_free)> names(
      X509V3_EXT_conf_nid(nullptr, nullptr, NID_subject_alt_name, alternative.c_str()), &X509_EXTENSION_free);
  X509_add_ext(certificate.get(), names.get(), -1);
  X509_sign(certificate.get(), key.get(), EVP_sha256());

  TestCertificate files{folder + "/" + name + ".pem", folder + "/" + name + ".key"};
  const std::unique_ptr<std::FILE, decltype(&std::fclose)> out(std::fopen(files.certificate_file.c_str(), "w"),
                                                               &std::fclose);
  PEM_write_X509(out.get(), certificate.get());
  const std::unique_ptr<std::FILE, decltype(&std::fclose)> key_out(std::fopen(files.key_file.c_str(), "w"),
                                                                   &std::fclose);
  PEM_write_PrivateKey(key_out.get(), key.get(), nullptr, nullptr, 0, nullptr, nullptr);
  return files;
}

}  // namespace parley
