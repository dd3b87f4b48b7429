/// Which pack reads when none is named.

import Foundation

extension Places {
  /// `$HILUM_PACK`, or the pack among the bundled samples; nil if there is neither.
  static var pack: String? {
    if let named = ProcessInfo.processInfo.environment["HILUM_PACK"], !named.isEmpty { return named }
    return bundled("Samples/pack")
  }
}
