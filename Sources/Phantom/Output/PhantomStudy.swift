/// A synthetic study: who it pretends to be, and under which name it is filed.

/// One film's identity. Every field is a counter or a draw; none could belong to a person.
package struct PhantomStudy: Equatable, Sendable {
  /// A file name without its extension, free of any hint at the finding.
  package let name: String
  package let patientID: String
  /// `PHANTOM^000001`.
  package let patientName: String
  /// `YYYYMMDD`.
  package let date: String
  package let sex: Sex
  package let age: Int

  package init(number: Int, patient: Int, date: String, plan: Plan) {
    name = "phantom-" + Self.padded(number, 6)
    patientID = "PHANTOM-" + Self.padded(patient, 6)
    patientName = "PHANTOM^" + Self.padded(patient, 6)
    self.date = date
    sex = plan.thorax.sex
    age = plan.thorax.age
  }

  /// A date of 2031, a year in which none of this was taken, by film number.
  package static func date(number: Int) -> String {
    "2031" + padded(1 + number / 28 % 12, 2) + padded(1 + number % 28, 2)
  }

  /// Born on 1 July, in the year that gives the age on the day of the study: the same for all films of a patient, who would
  /// otherwise not be known as one.
  package var birthDate: String {
    let year = Int(date.prefix(4)) ?? 0
    return Self.padded(year - age - (date.suffix(4) < "0701" ? 1 : 0), 4) + "0701"
  }

  private static func padded(_ number: Int, _ width: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
  }
}
