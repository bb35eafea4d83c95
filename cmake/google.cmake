# Google's recogniser speaks gRPC. Where that is installed its messages are generated from our own small .proto files;
# where it is not, everything else is built and the provider says what to install.
set(google_sources ${PROJECT_SOURCE_DIR}/lib/speech/google/google_grpc.cpp)
set(without_google_sources ${PROJECT_SOURCE_DIR}/lib/speech/google/google_without_grpc.cpp)

set(PARLEY_HAS_GOOGLE OFF)
if(PARLEY_GOOGLE)
  find_package(Protobuf QUIET)
  find_package(gRPC CONFIG QUIET)
  if(Protobuf_FOUND AND gRPC_FOUND AND TARGET gRPC::grpc++ AND TARGET gRPC::grpc_cpp_plugin)
    set(PARLEY_HAS_GOOGLE ON)
  else()
    message(STATUS "Google's recogniser is left out: libgrpc++-dev and protobuf-compiler-grpc are not installed")
  endif()
endif()

# parley_google(TARGET): builds the provider into the target, or the file that says why it is not there.
function(parley_google target)
  get_target_property(sources ${target} SOURCES)
  if(NOT PARLEY_HAS_GOOGLE)
    list(REMOVE_ITEM sources ${google_sources})
    set_target_properties(${target} PROPERTIES SOURCES "${sources}")
    return()
  endif()
  list(REMOVE_ITEM sources ${without_google_sources})
  set_target_properties(${target} PROPERTIES SOURCES "${sources}")

  set(protos ${PROJECT_SOURCE_DIR}/lib/speech/google/proto)
  set(out ${PROJECT_BINARY_DIR}/proto)
  file(MAKE_DIRECTORY ${out})
  set(generated "")
  foreach(proto google/rpc/status google/cloud/speech/v1/cloud_speech)
    add_custom_command(
      OUTPUT ${out}/${proto}.pb.cc ${out}/${proto}.pb.h
      COMMAND protobuf::protoc --cpp_out=${out} -I${protos} ${protos}/${proto}.proto
      DEPENDS ${protos}/${proto}.proto)
    list(APPEND generated ${out}/${proto}.pb.cc)
  endforeach()
  set(proto google/cloud/speech/v1/cloud_speech)
  add_custom_command(
    OUTPUT ${out}/${proto}.grpc.pb.cc ${out}/${proto}.grpc.pb.h
    COMMAND protobuf::protoc --grpc_out=${out} --plugin=protoc-gen-grpc=$<TARGET_FILE:gRPC::grpc_cpp_plugin>
            -I${protos} ${protos}/${proto}.proto
    DEPENDS ${protos}/${proto}.proto ${out}/${proto}.pb.h)
  list(APPEND generated ${out}/${proto}.grpc.pb.cc)

  # Generated code is not ours to tidy: no warnings, and its headers count as a system's.
  add_library(parley_google_proto STATIC ${generated})
  target_compile_options(parley_google_proto PRIVATE -w)
  set_target_properties(parley_google_proto PROPERTIES CXX_CLANG_TIDY "")
  target_include_directories(parley_google_proto SYSTEM PUBLIC ${out})
  target_link_libraries(parley_google_proto PUBLIC gRPC::grpc++ protobuf::libprotobuf)
  target_link_libraries(${target} PRIVATE parley_google_proto)
endfunction()
