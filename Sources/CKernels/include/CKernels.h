// Hot loops that need run-time CPU dispatch. Each has a plain Swift twin in Neural as its reference.
#pragma once
