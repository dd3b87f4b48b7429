/// One line on standard error for what went wrong.

import Foundation
import Imaging
import Neural
import Review
import Trust

enum Complaint {
  /// The sentence of an error, whichever room threw it.
  static func sentence(_ error: any Error) -> String {
    switch error {
    case let error as ReviewError: error.sentence
    case let error as TrustError: error.sentence
    default: "\(error)"
    }
  }

  static func print(_ command: String, _ sentence: String) {
    Console.complain("hilum \(command): \(sentence)\n")
  }
}
