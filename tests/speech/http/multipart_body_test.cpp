#include "speech/http/multipart_body.h"

#include <gtest/gtest.h>

namespace parley {
namespace {

TEST(AMultipartBody, IsAsBrowsersWriteIt) {
  MultipartBody form;
  form.add_field("model", "m");
  form.add_file("file", "a.wav", "audio/wav", "sound");
  const auto [type, body] = form.write();
  EXPECT_EQ(type, "multipart/form-data; boundary=parley-part-0");
  EXPECT_EQ(body,
            "--parley-part-0\r\nContent-Disposition: form-data; name=\"model\"\r\n\r\nm\r\n"
            "--parley-part-0\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.wav\"\r\n"
            "Content-Type: audio/wav\r\n\r\nsound\r\n--parley-part-0--\r\n");
}

TEST(AMultipartBody, HasABoundaryThatNoPartHolds) {
  MultipartBody form;
  form.add_field("a", "--parley-part-0\r\n");
  form.add_file("b", "parley-part-1", "x/y", "");
  EXPECT_EQ(form.write().content_type, "multipart/form-data; boundary=parley-part-2");
}

TEST(AMultipartBody, LetsNoNameEndItsLine) {
  MultipartBody form;
  form.add_file("a\"\r\nX: y", "b\"", "c\r\nZ: z", "");
  const std::string body = form.write().body;
  EXPECT_NE(body.find("name=\"a%22%0D%0AX: y\"; filename=\"b%22\"\r\nContent-Type: c  Z: z\r\n"), std::string::npos)
      << body;
}

}  // namespace
}  // namespace parley
