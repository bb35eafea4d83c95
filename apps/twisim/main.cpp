#include <CLI/CLI.hpp>

int main(int argc, char** argv) {
  CLI::App app{"The fake Twilio: phones a voice agent, shows what happened and names the fault."};
  CLI11_PARSE(app, argc, argv);
  return 0;
}
