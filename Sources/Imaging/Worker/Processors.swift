/// How many threads the decoder of one film may use.

internal import Glibc

enum Processors {
  /// 1...4; JPEG 2000 alone makes use of more than one. Looked up before a decoder gives up its rights.
  static let forOneFilm = Int32(min(max(sysconf(Int32(_SC_NPROCESSORS_ONLN)), 1), 4))
}
