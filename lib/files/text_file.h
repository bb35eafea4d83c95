// Whole text files, read with a bound and written so that a reader sees the old file or the new one, never a half.
// Not for traces, which grow while they are written.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "core/base/result.h"

namespace parley {

inline constexpr std::size_t kMaxTextFile = 256UL * 1024 * 1024;

/// The file's bytes, or why not; the error's place is the path.
Result<std::string> read_text_file(const std::string& path, std::size_t max_bytes = kMaxTextFile);
/// Writes beside the file under another name, then renames over it.
Result<void> write_text_file(const std::string& path, std::string_view text);

}  // namespace parley
