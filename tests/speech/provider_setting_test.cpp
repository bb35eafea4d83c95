#include "speech/provider_setting.h"

#include <gtest/gtest.h>

namespace parley {
namespace {

constexpr ProviderSetting kRate{"x.rate", "X_RATE", "8000", "Hz.", SettingKind::kNumber, 8000, 48000};
constexpr ProviderSetting kLoud{"x.loud", "", "true", "Whether.", SettingKind::kSwitch};
constexpr ProviderSetting kUrl{"x.url", "X_URL", "https://example.com", "Where.", SettingKind::kUrl};

TEST(ProviderValues, FallBackToWhatTheTableSays) {
  const ProviderValues values;
  EXPECT_EQ(values.number(kRate), 8000);
  EXPECT_TRUE(values.on(kLoud));
  EXPECT_FALSE(values.given(kUrl));
}

TEST(ProviderValues, KeepWhatIsAllowedAndSayWhatWouldBe) {
  ProviderValues values;
  EXPECT_EQ(values.set(kRate, "16000"), "");
  EXPECT_EQ(values.set(kRate, "16k"), "a whole number from 8000 to 48000");
  EXPECT_EQ(values.set(kRate, "7999"), "a whole number from 8000 to 48000");
  EXPECT_EQ(values.number(kRate), 16000);
  EXPECT_EQ(values.set(kLoud, "OFF"), "");
  EXPECT_EQ(values.set(kLoud, "perhaps"), "true or false");
  EXPECT_FALSE(values.on(kLoud));
  EXPECT_EQ(values.set(kUrl, "wss://h/x"), "");
  EXPECT_NE(values.set(kUrl, "ftp://h/x"), "");
  EXPECT_EQ(values.text(kUrl), "wss://h/x");
}

}  // namespace
}  // namespace parley
