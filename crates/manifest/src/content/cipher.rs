//! Encrypting and decrypting in a stream.

use aes::Aes256;
use cbc::cipher::array::Array;
use cbc::cipher::{BlockModeDecrypt, BlockModeEncrypt, KeyIvInit};
use zeroize::Zeroizing;

use super::{BLOCK_BYTES, ContentFault, stored_len, unpadded};
use crate::FileKey;

type Block = [u8; BLOCK_BYTES];

/// Decrypts one file from front to back.
///
/// [`push`](Self::push) takes pieces of any length and looks after the padding;
/// [`decrypt_blocks`](Self::decrypt_blocks) works in the caller's buffer and leaves it.
pub struct Decryptor {
    cbc: cbc::Decryptor<Aes256>,
    /// Stored bytes of a block that is not whole yet.
    partial: Block,
    partial_bytes: usize,
    /// The last block decrypted: it may be the padding, so it is held back.
    held: Option<Zeroizing<Block>>,
}

impl Decryptor {
    /// Starts at the beginning of a file.
    pub fn new(key: &FileKey) -> Self {
        Self::with_iv(key, &[0; BLOCK_BYTES])
    }

    /// Starts in the middle of a file, `iv` being the stored block before.
    pub fn with_iv(key: &FileKey, iv: &Block) -> Self {
        let cbc = cbc::Decryptor::new(key.expose().into(), iv.into());
        Self { cbc, partial: [0; BLOCK_BYTES], partial_bytes: 0, held: None }
    }

    /// Decrypts the whole blocks at the front of `data` in place and returns how many
    /// bytes they are. The padding is not looked at. Not to be mixed with
    /// [`push`](Self::push).
    pub fn decrypt_blocks(&mut self, data: &mut [u8]) -> usize {
        let (blocks, rest) = Array::slice_as_chunks_mut(data);
        self.cbc.decrypt_blocks(blocks);
        let rest = rest.len();
        data.len() - rest
    }

    /// Takes the next stored bytes and appends to `output` what is certain to be content.
    pub fn push(&mut self, mut input: &[u8], output: &mut Vec<u8>) {
        if self.partial_bytes > 0 {
            let count = input.len().min(BLOCK_BYTES - self.partial_bytes);
            self.partial[self.partial_bytes..][..count].copy_from_slice(&input[..count]);
            self.partial_bytes += count;
            input = &input[count..];
            if self.partial_bytes < BLOCK_BYTES {
                return;
            }
            let block = self.partial;
            self.push_blocks(&block, output);
        }
        let (blocks, rest) = input.split_at(input.len() / BLOCK_BYTES * BLOCK_BYTES);
        self.push_blocks(blocks, output);
        self.partial[..rest.len()].copy_from_slice(rest);
        self.partial_bytes = rest.len();
    }

    fn push_blocks(&mut self, blocks: &[u8], output: &mut Vec<u8>) {
        if blocks.is_empty() {
            return;
        }
        if let Some(held) = self.held.take() {
            output.extend_from_slice(&*held);
        }
        let start = output.len();
        output.extend_from_slice(blocks);
        self.decrypt_blocks(&mut output[start..]);
        let mut held = Zeroizing::new([0; BLOCK_BYTES]);
        held.copy_from_slice(&output[output.len() - BLOCK_BYTES..]);
        output.truncate(output.len() - BLOCK_BYTES);
        self.held = Some(held);
    }

    /// Ends the file: checks the padding and appends the content before it.
    ///
    /// A file without a single byte is the accepted odd form of an empty one; whether it
    /// should have been empty is for the caller to know.
    ///
    /// # Errors
    /// [`ContentFault`] when the file was cut off or altered, or the key is not its key.
    pub fn finish(mut self, output: &mut Vec<u8>) -> Result<(), ContentFault> {
        if self.partial_bytes > 0 {
            return Err(ContentFault::NotWholeBlocks);
        }
        if let Some(held) = self.held.take() {
            output.extend_from_slice(&held[..unpadded(&held)?]);
        }
        Ok(())
    }
}

/// Encrypts one file from front to back.
pub struct Encryptor {
    cbc: cbc::Encryptor<Aes256>,
    partial: Zeroizing<Block>,
    partial_bytes: usize,
}

impl Encryptor {
    /// Starts at the beginning of a file.
    pub fn new(key: &FileKey) -> Self {
        let cbc = cbc::Encryptor::new(key.expose().into(), &[0; BLOCK_BYTES].into());
        Self { cbc, partial: Zeroizing::new([0; BLOCK_BYTES]), partial_bytes: 0 }
    }

    /// Encrypts the whole blocks at the front of `data` in place and returns how many
    /// bytes they are. The rest goes into [`push`](Self::push), which must not come
    /// before.
    pub fn encrypt_blocks(&mut self, data: &mut [u8]) -> usize {
        let (blocks, rest) = Array::slice_as_chunks_mut(data);
        self.cbc.encrypt_blocks(blocks);
        let rest = rest.len();
        data.len() - rest
    }

    /// Takes the next bytes of content and appends to `output` the blocks they complete.
    pub fn push(&mut self, mut input: &[u8], output: &mut Vec<u8>) {
        if self.partial_bytes > 0 {
            let count = input.len().min(BLOCK_BYTES - self.partial_bytes);
            self.partial[self.partial_bytes..][..count].copy_from_slice(&input[..count]);
            self.partial_bytes += count;
            input = &input[count..];
            if self.partial_bytes < BLOCK_BYTES {
                return;
            }
            let start = output.len();
            output.extend_from_slice(&*self.partial);
            self.encrypt_blocks(&mut output[start..]);
        }
        let (blocks, rest) = input.split_at(input.len() / BLOCK_BYTES * BLOCK_BYTES);
        let start = output.len();
        output.extend_from_slice(blocks);
        self.encrypt_blocks(&mut output[start..]);
        self.partial[..rest.len()].copy_from_slice(rest);
        self.partial_bytes = rest.len();
    }

    /// Ends the file: appends the last block, which holds the padding.
    pub fn finish(mut self, output: &mut Vec<u8>) {
        let padding = u8::try_from(BLOCK_BYTES - self.partial_bytes).unwrap_or_default();
        self.partial[self.partial_bytes..].fill(padding);
        let start = output.len();
        output.extend_from_slice(&*self.partial);
        self.encrypt_blocks(&mut output[start..]);
    }
}

/// The stored form of `plain`, all at once.
pub fn encrypt(key: &FileKey, plain: &[u8]) -> Vec<u8> {
    let bytes = usize::try_from(stored_len(plain.len() as u64)).unwrap_or_default();
    let mut stored = Vec::with_capacity(bytes);
    let mut encryptor = Encryptor::new(key);
    encryptor.push(plain, &mut stored);
    encryptor.finish(&mut stored);
    stored
}
