//! Pages that are reserved first and committed later.

use super::error::Win32Error;
use super::sys::pages;
use super::system_info::{ALLOCATION_GRANULARITY, page_size};
use crate::abi::windows::*;
use core::ffi::c_int;
use core::ptr::{null_mut, with_exposed_provenance_mut};
use parking_lot::Mutex;
use std::collections::BTreeMap;
use std::ops::Range;

/// What one call reserved.
struct Region {
    size: usize,
    protect: DWORD,
    /// Runs of committed pages: where they begin, where they end, and their rights.
    committed: BTreeMap<usize, (usize, DWORD)>,
}

static REGIONS: Mutex<BTreeMap<usize, Region>> = Mutex::new(BTreeMap::new());

const BAD_ADDRESS: Win32Error = Win32Error(ERROR_INVALID_ADDRESS);
const BAD_PARAMETER: Win32Error = Win32Error(ERROR_INVALID_PARAMETER);
const FULL: Win32Error = Win32Error(ERROR_NOT_ENOUGH_MEMORY);

/// The system's rights. Guard pages and copies on write are not there.
fn rights(protect: DWORD) -> Result<c_int, Win32Error> {
    Ok(match protect & !(PAGE_NOCACHE | PAGE_WRITECOMBINE) {
        PAGE_NOACCESS => libc::PROT_NONE,
        PAGE_READONLY => libc::PROT_READ,
        PAGE_READWRITE => libc::PROT_READ | libc::PROT_WRITE,
        PAGE_EXECUTE => libc::PROT_EXEC,
        PAGE_EXECUTE_READ => libc::PROT_READ | libc::PROT_EXEC,
        PAGE_EXECUTE_READWRITE => libc::PROT_READ | libc::PROT_WRITE | libc::PROT_EXEC,
        _ => return Err(BAD_PARAMETER),
    })
}

/// The pages that hold these bytes.
fn pages_of(address: usize, size: usize) -> Result<Range<usize>, Win32Error> {
    let page = page_size();
    let end = address.checked_add(size).and_then(|end| end.checked_next_multiple_of(page)).ok_or(BAD_PARAMETER)?;
    Ok(address / page * page..end)
}

impl Region {
    /// Forgets what was committed there.
    fn forget(&mut self, range: &Range<usize>) {
        let touched: Vec<(usize, usize, DWORD)> = self
            .committed
            .range(..range.end)
            .filter(|(_, (end, _))| *end > range.start)
            .map(|(start, (end, protect))| (*start, *end, *protect))
            .collect();
        for (start, end, protect) in touched {
            self.committed.remove(&start);
            if start < range.start {
                self.committed.insert(start, (range.start, protect));
            }
            if end > range.end {
                self.committed.insert(range.end, (end, protect));
            }
        }
    }

    /// The run of committed pages with one kind of rights that an address is in, or the gap.
    fn run(&self, base: usize, address: usize) -> (Range<usize>, Option<DWORD>) {
        let before = self.committed.range(..=address).next_back();
        if let Some((start, (end, protect))) = before
            && address < *end
        {
            // Runs that follow each other with the same rights are one.
            let mut end = *end;
            while let Some((next, _)) = self.committed.get(&end).filter(|(_, other)| other == protect) {
                end = *next;
            }
            return (*start..end, Some(*protect));
        }
        let start = before.map_or(base, |(_, (end, _))| *end);
        let end = self.committed.range(address..).next().map_or(base + self.size, |(start, _)| *start);
        (start..end, None)
    }

    fn is_committed(&self, base: usize, range: &Range<usize>) -> bool {
        let mut at = range.start;
        while at < range.end {
            let (run, protect) = self.run(base, at);
            if protect.is_none() {
                return false;
            }
            at = run.end;
        }
        true
    }
}

/// The region that all these pages are in.
fn region_of<'a>(
    regions: &'a mut BTreeMap<usize, Region>,
    range: &Range<usize>,
) -> Result<(usize, &'a mut Region), Win32Error> {
    let (base, region) = regions.range_mut(..=range.start).next_back().ok_or(BAD_ADDRESS)?;
    if range.end > base + region.size {
        return Err(BAD_ADDRESS);
    }
    Ok((*base, region))
}

/// Reserves pages, commits them, or both; where they begin.
pub fn alloc(address: usize, size: usize, kind: DWORD, protect: DWORD) -> Result<usize, Win32Error> {
    let known = MEM_COMMIT | MEM_RESERVE | MEM_TOP_DOWN;
    if size == 0 || kind & !known != 0 || kind & (MEM_COMMIT | MEM_RESERVE) == 0 {
        return Err(BAD_PARAMETER);
    }
    let wanted = rights(protect)?;
    let mut regions = REGIONS.lock();
    let reserves = kind & MEM_RESERVE != 0 || address == 0;
    let range = if !reserves {
        pages_of(address, size)?
    } else {
        let skipped = address % ALLOCATION_GRANULARITY;
        let range = pages_of(address - skipped, size.checked_add(skipped).ok_or(BAD_PARAMETER)?)?;
        let length = range.len();
        let base = if address == 0 {
            pages::reserve(length, ALLOCATION_GRANULARITY).ok_or(FULL)?
        } else {
            pages::reserve_at(range.start, length).ok_or(BAD_ADDRESS)?
        };
        regions.insert(base, Region { size: length, protect, committed: BTreeMap::new() });
        base..base + length
    };
    if kind & MEM_COMMIT != 0 {
        let (base, region) = region_of(&mut regions, &range)?;
        // SAFETY: the pages are of a region of ours.
        if !unsafe { pages::protect(range.start, range.len(), wanted) } {
            if reserves {
                regions.remove(&base);
                // SAFETY: nobody has heard of it yet.
                unsafe { pages::release(range.start, range.len()) };
            }
            return Err(FULL);
        }
        region.forget(&range);
        region.committed.insert(range.start, (range.end, protect));
    }
    Ok(range.start)
}

/// Decommits pages, or releases the whole region that begins at the address.
///
/// # Safety
/// Nobody uses the pages any more.
pub unsafe fn free(address: usize, size: usize, kind: DWORD) -> Result<(), Win32Error> {
    let mut regions = REGIONS.lock();
    match kind {
        MEM_RELEASE if size != 0 => Err(BAD_PARAMETER),
        MEM_RELEASE => {
            let region = regions.remove(&address).ok_or(BAD_ADDRESS)?;
            // SAFETY: the region is ours and forgotten; by contract nobody uses it.
            unsafe { pages::release(address, region.size) };
            Ok(())
        }
        MEM_DECOMMIT => {
            let range = match (size, regions.get(&address)) {
                (0, Some(region)) => address..address + region.size,
                (0, None) => return Err(BAD_ADDRESS),
                _ => pages_of(address, size)?,
            };
            let (_, region) = region_of(&mut regions, &range)?;
            // SAFETY: the pages are ours; by contract nobody uses them.
            if !unsafe { pages::empty(range.start, range.len()) } {
                return Err(FULL);
            }
            region.forget(&range);
            Ok(())
        }
        _ => Err(BAD_PARAMETER),
    }
}

/// Changes the rights of committed pages; those that the first one had.
///
/// # Safety
/// Nobody needs the rights that the pages lose.
pub unsafe fn protect(address: usize, size: usize, protect: DWORD) -> Result<DWORD, Win32Error> {
    let wanted = rights(protect)?;
    if size == 0 {
        return Err(BAD_PARAMETER);
    }
    let range = pages_of(address, size)?;
    let mut regions = REGIONS.lock();
    let (base, region) = region_of(&mut regions, &range)?;
    if !region.is_committed(base, &range) {
        return Err(BAD_ADDRESS);
    }
    let old = region.run(base, range.start).1.unwrap_or(PAGE_NOACCESS);
    // SAFETY: the pages are ours; by contract.
    if !unsafe { pages::protect(range.start, range.len(), wanted) } {
        return Err(FULL);
    }
    region.forget(&range);
    region.committed.insert(range.start, (range.end, protect));
    Ok(old)
}

/// What the pages from an address on are like.
pub fn query(address: usize) -> Result<MEMORY_BASIC_INFORMATION, Win32Error> {
    const END: usize = 0x7FFF_FFFF_0000;
    if address >= END {
        return Err(BAD_PARAMETER);
    }
    let start = address / page_size() * page_size();
    let regions = REGIONS.lock();
    let found = regions.range(..=start).next_back().filter(|(base, region)| start < **base + region.size);
    let Some((base, region)) = found else { return Ok(query_system(start, END)) };
    let (run, protect) = region.run(*base, start);
    Ok(MEMORY_BASIC_INFORMATION {
        BaseAddress: with_exposed_provenance_mut(start),
        AllocationBase: with_exposed_provenance_mut(*base),
        AllocationProtect: region.protect,
        RegionSize: run.end - start,
        State: if protect.is_some() { MEM_COMMIT } else { MEM_RESERVE },
        Protect: protect.unwrap_or(0),
        Type: MEM_PRIVATE,
    })
}

/// As `query`, for memory that others have mapped.
fn query_system(start: usize, end: usize) -> MEMORY_BASIC_INFORMATION {
    let maps = std::fs::read_to_string("/proc/self/maps").unwrap_or_default();
    let mut free_until = end;
    for line in maps.lines() {
        let mut words = line.split_ascii_whitespace();
        let (Some(place), Some(rights)) = (words.next(), words.next()) else { continue };
        let Some((first, last)) = place.split_once('-') else { continue };
        let numbers = (usize::from_str_radix(first, 16), usize::from_str_radix(last, 16));
        let (Ok(first), Ok(last)) = numbers else { continue };
        if start < first {
            free_until = first.min(end);
            break;
        }
        if start < last {
            let protect = match rights.as_bytes() {
                [b'r', b'w', b'x', ..] => PAGE_EXECUTE_READWRITE,
                [b'r', b'w', ..] => PAGE_READWRITE,
                [b'r', _, b'x', ..] => PAGE_EXECUTE_READ,
                [_, _, b'x', ..] => PAGE_EXECUTE,
                [b'r', ..] => PAGE_READONLY,
                _ => PAGE_NOACCESS,
            };
            let is_file = words.nth(3).is_some_and(|path| path.starts_with('/'));
            return MEMORY_BASIC_INFORMATION {
                BaseAddress: with_exposed_provenance_mut(start),
                AllocationBase: with_exposed_provenance_mut(first),
                AllocationProtect: protect,
                RegionSize: last - start,
                State: MEM_COMMIT,
                Protect: protect,
                Type: if is_file { MEM_IMAGE } else { MEM_PRIVATE },
            };
        }
    }
    MEMORY_BASIC_INFORMATION {
        BaseAddress: with_exposed_provenance_mut(start),
        AllocationBase: null_mut(),
        AllocationProtect: 0,
        RegionSize: free_until - start,
        State: MEM_FREE,
        Protect: PAGE_NOACCESS,
        Type: 0,
    }
}
